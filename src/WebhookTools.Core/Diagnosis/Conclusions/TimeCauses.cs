using System.Globalization;
using WebhookTools.Core.Signatures;
using WebhookTools.Core.Signatures.Text;

namespace WebhookTools.Core.Diagnosis.Conclusions;

/// <summary>Causes for a signature that matches but whose timestamp is outside the tolerance.</summary>
internal static class TimeCauses
{
    private const int SecondDigits = 10;

    private const int MillisecondDigits = 13;

    private static readonly TimeSpan ZoneStep = TimeSpan.FromMinutes(15);

    private static readonly TimeSpan LargestZone = TimeSpan.FromHours(14);

    private static readonly TimeSpan ZoneTolerance = TimeSpan.FromMinutes(2);

    /// <param name="verdict"><see cref="SignatureVerdict.Expired"/> or <see cref="SignatureVerdict.NotYetValid"/>.</param>
    /// <param name="text">The timestamp as written in the header.</param>
    /// <param name="unit">The unit that the scheme uses.</param>
    /// <param name="time">The timestamp as the scheme reads it.</param>
    /// <param name="tolerance">The allowed distance from <paramref name="now"/>.</param>
    /// <param name="now">The current time.</param>
    public static DiagnosisCause Create(SignatureVerdict verdict, string? text, TimestampUnit unit, DateTimeOffset time, TimeSpan tolerance, DateTimeOffset now)
    {
        return TryCreateForUnit(text, unit)
            ?? (verdict == SignatureVerdict.Expired ? Expired(now - time, tolerance) : Future(time - now, tolerance));
    }

    /// <summary>Returns a cause if the timestamp is in the wrong unit; otherwise, null.</summary>
    public static DiagnosisCause? TryCreateForUnit(string? text, TimestampUnit unit)
    {
        if (unit == TimestampUnit.Seconds && text?.Length == MillisecondDigits)
        {
            return new DiagnosisCause(
                "time.milliseconds",
                DiagnosisCategory.Time,
                FixSide.Sender,
                "the timestamp ignored",
                "The signature matches, but its timestamp is in milliseconds and this scheme uses seconds. Read as seconds, it is thousands of years in the future.",
                "Write Unix time in whole seconds, Math.floor(Date.now() / 1000), to the header and to the signed content.");
        }

        if (unit == TimestampUnit.Milliseconds && text?.Length == SecondDigits)
        {
            return new DiagnosisCause(
                "time.seconds",
                DiagnosisCategory.Time,
                FixSide.Sender,
                "the timestamp ignored",
                "The signature matches, but its timestamp is in seconds and this scheme uses milliseconds. Read as milliseconds, it is in 1970.",
                "Write Unix time in milliseconds to the header and to the signed content.");
        }

        return null;
    }

    private static DiagnosisCause Expired(TimeSpan age, TimeSpan tolerance) => new(
        "time.expired",
        DiagnosisCategory.Time,
        FixSide.Receiver,
        "the timestamp ignored",
        $"The signature matches but was made {Describe(age)} ago, and the tolerance is {Describe(tolerance)}.{DescribeZone(age, "behind")}",
        "If you are checking a captured request, this is expected: increase the tolerance, or set it to 0 to ignore the timestamp. Otherwise, synchronize both clocks (NTP), and look for a queue or a retry that sends an old signature. Every retry must be signed again.");

    private static DiagnosisCause Future(TimeSpan ahead, TimeSpan tolerance) => new(
        "time.future",
        DiagnosisCategory.Time,
        FixSide.Configuration,
        "the timestamp ignored",
        $"The signature matches, but its timestamp is {Describe(ahead)} in the future, and the tolerance is {Describe(tolerance)}.{DescribeZone(ahead, "ahead of")}",
        "Synchronize both clocks (NTP): the sender's is fast or the receiver's is slow. Increase the tolerance only if that is not possible.");

    private static string DescribeZone(TimeSpan skew, string side)
    {
        long steps = (long)Math.Round(skew / ZoneStep);
        TimeSpan whole = ZoneStep * steps;
        bool isZone = steps >= 2 && whole <= LargestZone && (skew - whole).Duration() <= ZoneTolerance;
        return isZone ? $" The difference matches a time zone offset: the sender may write local time, {Describe(whole)} {side} UTC, as if it were UTC." : string.Empty;
    }

    private static string Describe(TimeSpan span)
    {
        return span switch
        {
            { TotalDays: >= 2 } => $"{Number(span.TotalDays)} days",
            { TotalHours: >= 2 } => $"{Number(span.TotalHours)} hours",
            { TotalMinutes: >= 2 } => $"{Number(span.TotalMinutes)} minutes",
            _ => $"{Number(span.TotalSeconds)} seconds",
        };
    }

    private static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
