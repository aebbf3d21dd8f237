using System.Globalization;

namespace WebhookTools.Cli.Syntax;

/// <summary>Points in time and durations.</summary>
internal static class TimeSyntax
{
    private const string IsoExpected = "an ISO 8601 time such as 2026-11-21T08:00:00Z (local time if it has no time zone)";

    // 9999-12-31T23:59:59Z, the last second that DateTimeOffset supports.
    private const long LastUnixSecond = 253_402_300_799;

    private static readonly TimeSpan MaximumDuration = TimeSpan.FromDays(36_500);

    public static ValueSyntax<TimeSpan> Duration { get; } = new("DURATION", "a duration such as 90s, 15m, 2h, 7d or 2w", TryParseDuration);

    /// <summary>The time of a signature: Unix seconds, as in signature headers, or ISO 8601.</summary>
    public static ValueSyntax<DateTimeOffset> Signed { get; } = new("TIME", $"Unix seconds such as 1614265330, or {IsoExpected}", TryParseSigned);

    /// <summary>A time, or an age.</summary>
    public static ValueSyntax<DateTimeOffset> Past(TimeProvider timeProvider)
    {
        return new ValueSyntax<DateTimeOffset>("TIME", $"{IsoExpected}, or an age such as 90s, 15m, 2h or 7d", TryParse);

        bool TryParse(string text, out DateTimeOffset value)
        {
            if (TryParseDuration(text, out TimeSpan age))
            {
                value = timeProvider.GetUtcNow() - age;
                return true;
            }

            return TryParseIso(text, out value);
        }
    }

    private static bool TryParseDuration(string text, out TimeSpan value)
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
        if (seconds > MaximumDuration.TotalSeconds)
        {
            return false;
        }

        value = TimeSpan.FromSeconds(seconds);
        return true;
    }

    private static bool TryParseSigned(string text, out DateTimeOffset value)
    {
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds))
        {
            value = seconds <= LastUnixSecond ? DateTimeOffset.FromUnixTimeSeconds(seconds) : default;
            return seconds <= LastUnixSecond;
        }

        return TryParseIso(text, out value);
    }

    private static bool TryParseIso(string text, out DateTimeOffset value)
    {
        value = default;
        return text.Length >= "2026-11-21".Length
            && text[4] == '-'
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out value);
    }
}
