using System.Globalization;

namespace WebhookTools.Core.Signatures.Text;

/// <summary>A signed time as headers write it: digits that count since 1970 began, in UTC.</summary>
internal static class SignedTimestamp
{
    /// <summary>Writes a time.</summary>
    /// <exception cref="SignatureException">The time is before 1970.</exception>
    public static string Format(DateTimeOffset time, TimestampUnit unit)
    {
        if (time < DateTimeOffset.UnixEpoch)
        {
            throw SignatureErrors.TimestampOutOfRange(time);
        }

        long count = unit == TimestampUnit.Seconds ? time.ToUnixTimeSeconds() : time.ToUnixTimeMilliseconds();
        return count.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Reads digits and nothing else, up to the end of the year 9999.</summary>
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

    /// <summary>Cuts a time to what its unit can say.</summary>
    public static DateTimeOffset Truncate(DateTimeOffset time, TimestampUnit unit)
    {
        long ticksPerCount = unit == TimestampUnit.Seconds ? TimeSpan.TicksPerSecond : TimeSpan.TicksPerMillisecond;
        return new DateTimeOffset(time.UtcTicks - (time.UtcTicks % ticksPerCount), TimeSpan.Zero);
    }
}
