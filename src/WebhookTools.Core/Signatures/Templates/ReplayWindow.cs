using System.Globalization;

namespace WebhookTools.Core.Signatures.Templates;

/// <summary>Compares the timestamp of a signature that matches with the current time.</summary>
internal static class ReplayWindow
{
    /// <summary>Checks a signed timestamp. It is ignored without a tolerance and with a tolerance of zero.</summary>
    /// <returns>The verdict, and a reason unless the verdict is valid.</returns>
    public static (SignatureVerdict Verdict, string? Reason) Check(DateTimeOffset? time, TimeSpan? tolerance, TimeProvider timeProvider)
    {
        if (time is null || tolerance is null || tolerance.Value == TimeSpan.Zero)
        {
            return (SignatureVerdict.Valid, null);
        }

        TimeSpan age = timeProvider.GetUtcNow() - time.Value;
        if (age > tolerance.Value)
        {
            return (SignatureVerdict.Expired, $"The signature matches, but its timestamp is {Seconds(age)} old; the tolerance is {Seconds(tolerance.Value)}. The request is late or replayed.");
        }

        return age < -tolerance.Value
            ? (SignatureVerdict.NotYetValid, $"The signature matches, but its timestamp is {Seconds(-age)} in the future; the tolerance is {Seconds(tolerance.Value)}. A clock is wrong.")
            : (SignatureVerdict.Valid, null);
    }

    private static string Seconds(TimeSpan span) => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.###} s");
}
