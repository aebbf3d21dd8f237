using System.Globalization;

namespace WebhookTools.Cli.Syntax;

/// <summary>Points in time.</summary>
internal static class TimeSyntax
{
    private const string IsoExpected = "an ISO 8601 time as 2026-11-21T08:00:00Z (local time where it names no zone)";

    /// <summary>The time that a signature carries: seconds since 1970 as the headers write it, or ISO 8601.</summary>
    public static ValueSyntax<DateTimeOffset> Signed { get; } = new("TIME", $"seconds since 1970 as 1614265330, or {IsoExpected}", TryParseSigned);

    /// <summary>A time, or how long before now it was.</summary>
    public static ValueSyntax<DateTimeOffset> Past(TimeProvider timeProvider)
    {
        return new ValueSyntax<DateTimeOffset>("TIME", $"{IsoExpected}, or how long ago: 90s, 15m, 2h, 7d", TryParse);

        bool TryParse(string text, out DateTimeOffset value)
        {
            if (DurationSyntax.TryParse(text, out TimeSpan ago))
            {
                value = timeProvider.GetUtcNow() - ago;
                return true;
            }

            return TryParseIso(text, out value);
        }
    }

    private static bool TryParseSigned(string text, out DateTimeOffset value)
    {
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds))
        {
            // The last second of the year 9999, after which .NET has no time.
            const long Last = 253_402_300_799;
            value = seconds <= Last ? DateTimeOffset.FromUnixTimeSeconds(seconds) : default;
            return seconds <= Last;
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
