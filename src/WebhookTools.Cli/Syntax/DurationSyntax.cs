using System.Globalization;

namespace WebhookTools.Cli.Syntax;

/// <summary>Lengths of time as <c>90s</c>, <c>15m</c>, <c>2h</c>, <c>7d</c>.</summary>
internal static class DurationSyntax
{
    /// <summary>A length of time.</summary>
    public static ValueSyntax<TimeSpan> Value { get; } = new("DURATION", "a length of time: 90s, 15m, 2h, 7d or 2w", TryParse);

    /// <summary>Reads a length of time.</summary>
    public static bool TryParse(string text, out TimeSpan value)
    {
        value = TimeSpan.Zero;
        if (text.Length < 2)
        {
            return false;
        }

        double unit = text[^1] switch
        {
            's' => 1,
            'm' => 60,
            'h' => 3600,
            'd' => 86_400,
            'w' => 604_800,
            _ => 0,
        };
        if (unit == 0 || !double.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double count))
        {
            return false;
        }

        double seconds = count * unit;
        if (seconds > TimeSpan.FromDays(36_500).TotalSeconds)
        {
            return false;
        }

        value = TimeSpan.FromSeconds(seconds);
        return true;
    }
}
