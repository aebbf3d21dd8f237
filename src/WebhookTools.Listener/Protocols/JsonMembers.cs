using System.Globalization;
using System.Text.Json;

namespace WebhookTools.Listener.Protocols;

/// <summary>Reads members as senders write them: text, or what a hand-made test puts in its place.</summary>
internal static class JsonMembers
{
    /// <summary>A member's text: a string, or a number or Boolean as it is written. Null where it is missing, null or no scalar.</summary>
    /// <exception cref="InvalidOperationException">The string holds half of a surrogate pair.</exception>
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

    /// <summary>A member's point in time: ISO 8601, or seconds since 1970 as a number or digits. Null where it is none.</summary>
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
        double most = DateTimeOffset.MaxValue.ToUnixTimeSeconds();
        return seconds >= 0 && seconds < most ? DateTimeOffset.UnixEpoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond)) : null;
    }
}
