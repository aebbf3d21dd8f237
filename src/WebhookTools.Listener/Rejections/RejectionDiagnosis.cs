using WebhookTools.Core;
using WebhookTools.Core.Diagnosis;
using WebhookTools.Core.Signatures;
using WebhookTools.Listener.Limits;

namespace WebhookTools.Listener.Rejections;

/// <summary>
/// Tells the operator why a signature was rejected, and how to mend it. A stranger chooses what is looked at, so it is few a
/// minute and for a short time each. The log gets the cause and never the expected signature.
/// </summary>
internal sealed class RejectionDiagnosis(ListenerOptions options, ThrottledLog log, TimeProvider timeProvider)
{
    private const int PerMinute = 12;
    private static readonly TimeSpan TimeBudget = TimeSpan.FromMilliseconds(250);

    private readonly RequestRateLimits _limit = new(perAddress: 0, PerMinute, timeProvider);

    /// <summary>Looks for the cause. It takes up to <see cref="TimeBudget"/> of this thread.</summary>
    public void Tell(RejectedWebhook rejected)
    {
        string name = $"{rejected.Entry.Protocol} webhook {rejected.Entry.Id} from {rejected.Remote}";
        if (rejected.Signed is not { } signed)
        {
            log.Write(ListenerLogLevel.Warning, "SignatureNotDiagnosed", () => $"The body of {name} is too long to look for the cause here: give it to the diagnosis itself.");
            return;
        }

        if (!_limit.Take(remote: null).IsAllowed)
        {
            return;
        }

        try
        {
            SignatureDiagnosis diagnosis = SignatureDiagnoser.Diagnose(
                signed.Request,
                signed.Headers,
                options.Secrets,
                new DiagnosisOptions
                {
                    Scheme = ReferenceEquals(signed.Scheme, SignatureSchemes.Auto) ? null : signed.Scheme,
                    SignatureOptions = options.SignatureOptions,
                    TimeBudget = TimeBudget,
                },
                timeProvider);
            log.Write(ListenerLogLevel.Warning, "SignatureDiagnosed", () => LogText.CleanLong($"{name}, {diagnosis.Scheme}: {diagnosis.Cause} {diagnosis.Fix}"));
        }
        catch (WebhookException exception)
        {
            log.Write(ListenerLogLevel.Warning, "SignatureNotDiagnosed", () => LogText.CleanLong($"No cause could be looked for in {name}: {exception.Message}"));
        }
    }
}
