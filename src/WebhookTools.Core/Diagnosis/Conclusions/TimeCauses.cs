using System.Globalization;
using WebhookTools.Core.Signatures;
using WebhookTools.Core.Signatures.Text;

namespace WebhookTools.Core.Diagnosis.Conclusions;

/// <summary>The signature is right, and its time is not now.</summary>
internal static class TimeCauses
{
    private const int SecondDigits = 10;

    private const int MillisecondDigits = 13;

    private static readonly TimeSpan ZoneStep = TimeSpan.FromMinutes(15);

    private static readonly TimeSpan LargestZone = TimeSpan.FromHours(14);

    private static readonly TimeSpan ZoneTolerance = TimeSpan.FromMinutes(2);

    /// <summary>Says what is wrong with a time.</summary>
    /// <param name="verdict"><see cref="SignatureVerdict.Expired"/> or <see cref="SignatureVerdict.NotYetValid"/>.</param>
    /// <param name="text">The time as the header writes it.</param>
    /// <param name="unit">What the scheme counts.</param>
    /// <param name="time">The time as the scheme reads it.</param>
    /// <param name="tolerance">How far from now it may be.</param>
    /// <param name="now">Now.</param>
    public static DiagnosisCause Create(SignatureVerdict verdict, string? text, TimestampUnit unit, DateTimeOffset time, TimeSpan tolerance, DateTimeOffset now)
    {
        return TryCreateForUnit(text, unit)
            ?? (verdict == SignatureVerdict.Expired ? Expired(now - time, tolerance) : Future(time - now, tolerance));
    }

    /// <summary>Says that a time is in the other unit; null if it is not.</summary>
    public static DiagnosisCause? TryCreateForUnit(string? text, TimestampUnit unit)
    {
        if (unit == TimestampUnit.Seconds && text?.Length == MillisecondDigits)
        {
            return new DiagnosisCause(
                "time.milliseconds",
                DiagnosisCategory.Time,
                FixSide.Sender,
                "the time not looked at",
                "The signature matches, and its time is written in milliseconds where this scheme counts seconds: read as seconds it lies thousands of years ahead.",
                "Let the sender write whole seconds since 1970, Math.floor(Date.now() / 1000), into the header and into the signed content.");
        }

        if (unit == TimestampUnit.Milliseconds && text?.Length == SecondDigits)
        {
            return new DiagnosisCause(
                "time.seconds",
                DiagnosisCategory.Time,
                FixSide.Sender,
                "the time not looked at",
                "The signature matches, and its time is written in seconds where this scheme counts milliseconds: read as milliseconds it lies in 1970.",
                "Let the sender write milliseconds since 1970 into the header and into the signed content.");
        }

        return null;
    }

    private static DiagnosisCause Expired(TimeSpan age, TimeSpan tolerance) => new(
        "time.expired",
        DiagnosisCategory.Time,
        FixSide.Receiver,
        "the time not looked at",
        $"The signature matches, and it was made {Describe(age)} ago; at most {Describe(tolerance)} are allowed.{DescribeZone(age, "behind")}",
        "If the request was captured and is looked at later, that is all: give a larger tolerance, or 0, to look at it now. Otherwise compare both clocks (NTP), and look for a queue or a retry that sends an old signature: a retry has to be signed anew.");

    private static DiagnosisCause Future(TimeSpan ahead, TimeSpan tolerance) => new(
        "time.future",
        DiagnosisCategory.Time,
        FixSide.Configuration,
        "the time not looked at",
        $"The signature matches, and its time is {Describe(ahead)} in the future; at most {Describe(tolerance)} are allowed.{DescribeZone(ahead, "ahead of")}",
        "Set both clocks by NTP: the sender's is fast, or the receiver's is slow. Widen the tolerance only if that cannot be.");

    private static string DescribeZone(TimeSpan skew, string side)
    {
        long steps = (long)Math.Round(skew / ZoneStep);
        TimeSpan whole = ZoneStep * steps;
        bool isZone = steps >= 2 && whole <= LargestZone && (skew - whole).Duration() <= ZoneTolerance;
        return isZone ? $" That is a difference between time zones: the sender's clock may be local time taken for UTC, {Describe(whole)} {side} it." : string.Empty;
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
