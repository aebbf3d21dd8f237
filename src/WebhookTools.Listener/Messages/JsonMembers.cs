using System.Globalization;
using System.Text.Json;

namespace WebhookTools.Listener.Messages;

/// <summary>Reads members leniently: a scalar of any type where a string is expected.</summary>
internal static class JsonMembers
{
    /// <summary>Returns a member's text: a string's value, or a number or Boolean as written. Null if it is missing, null, an object or an array.</summary>
    /// <exception cref="InvalidOperationException">The string contains a lone surrogate.</exception>
    public static string? Text(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out JsonElement member) ? Text(member) : null;

    /// <inheritdoc cref="Text(JsonElement, string)"/>
    public static string? Text(JsonElement parent, ReadOnlySpan<byte> name) =>
        parent.TryGetProperty(name, out JsonElement member) ? Text(member) : null;

    /// <inheritdoc cref="Text(JsonElement, string)"/>
    public static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => null,
    };

    /// <summary>Returns a member's point in time: ISO 8601, or seconds since 1970 as a number or digits. Null if it is neither.</summary>
    public static DateTimeOffset? Time(JsonElement parent, string name)
    {
        if (!parent.TryGetProperty(name, out JsonElement member))
        {
            return null;
        }

        if (member.ValueKind == JsonValueKind.String && member.TryGetDateTimeOffset(out DateTimeOffset time))
        {
            return time;
        }

        return double.TryParse(Text(member), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out double seconds)
            ? FromSeconds(seconds)
            : null;
    }

    private static DateTimeOffset? FromSeconds(double seconds)
    {
        double maximum = DateTimeOffset.MaxValue.ToUnixTimeSeconds();
        return seconds >= 0 && seconds < maximum ? DateTimeOffset.UnixEpoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond)) : null;
    }
}
