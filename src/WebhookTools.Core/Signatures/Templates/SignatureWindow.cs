using System.Globalization;

namespace WebhookTools.Core.Signatures.Templates;

/// <summary>How far the time of a signature that is right may be from now.</summary>
internal static class SignatureWindow
{
    /// <summary>Looks at a signed time. No time, no tolerance or a tolerance of zero: it is not looked at.</summary>
    /// <returns>The verdict, and a reason unless the time is within the window.</returns>
    public static (SignatureVerdict Verdict, string? Reason) Check(DateTimeOffset? time, TimeSpan? tolerance, TimeProvider timeProvider)
    {
        if (time is null || tolerance is null || tolerance.Value == TimeSpan.Zero)
        {
            return (SignatureVerdict.Valid, null);
        }

        TimeSpan age = timeProvider.GetUtcNow() - time.Value;
        if (age > tolerance.Value)
        {
            return (SignatureVerdict.Expired, $"The signature matches, but its time is {Seconds(age)} ago, and at most {Seconds(tolerance.Value)} are allowed: it came late, or was sent again.");
        }

        return age < -tolerance.Value
            ? (SignatureVerdict.NotYetValid, $"The signature matches, but its time is {Seconds(-age)} in the future, and at most {Seconds(tolerance.Value)} are allowed: a clock is wrong.")
            : (SignatureVerdict.Valid, null);
    }

    private static string Seconds(TimeSpan span) => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.###} s");
}
