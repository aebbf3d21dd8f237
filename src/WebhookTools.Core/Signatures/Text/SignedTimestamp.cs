using System.Globalization;

namespace WebhookTools.Core.Signatures.Text;

/// <summary>The unit of a Unix timestamp.</summary>
internal enum TimestampUnit
{
    Seconds,
    Milliseconds,
}

/// <summary>Formats and parses signed Unix timestamps.</summary>
internal static class SignedTimestamp
{
    /// <exception cref="SignatureException">The timestamp is before 1970.</exception>
    public static string Format(DateTimeOffset time, TimestampUnit unit)
    {
        if (time < DateTimeOffset.UnixEpoch)
        {
            throw SignatureErrors.TimestampOutOfRange(time);
        }

        long count = unit == TimestampUnit.Seconds ? time.ToUnixTimeSeconds() : time.ToUnixTimeMilliseconds();
        return count.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Parses a timestamp of digits only, up to the end of the year 9999.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, TimestampUnit unit, out DateTimeOffset time)
    {
        time = default;
        if (text.IsEmpty || text.ContainsAnyExceptInRange('0', '9')
            || !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long count))
        {
            return false;
        }

        long ticksPerCount = unit == TimestampUnit.Seconds ? TimeSpan.TicksPerSecond : TimeSpan.TicksPerMillisecond;
        if (count > (DateTimeOffset.MaxValue - DateTimeOffset.UnixEpoch).Ticks / ticksPerCount)
        {
            return false;
        }

        time = DateTimeOffset.UnixEpoch.AddTicks(count * ticksPerCount);
        return true;
    }

    public static DateTimeOffset Truncate(DateTimeOffset time, TimestampUnit unit)
    {
        long ticksPerCount = unit == TimestampUnit.Seconds ? TimeSpan.TicksPerSecond : TimeSpan.TicksPerMillisecond;
        return new DateTimeOffset(time.UtcTicks - (time.UtcTicks % ticksPerCount), TimeSpan.Zero);
    }

    /// <summary>Describes the expected format in a message.</summary>
    public static string Describe(TimestampUnit unit) =>
        unit == TimestampUnit.Seconds ? "a Unix timestamp in seconds" : "a Unix timestamp in milliseconds";
}
