using WebhookTools.Core;
using WebhookTools.Core.Diagnosis;
using WebhookTools.Core.Signatures;
using WebhookTools.Listener.Limits;

namespace WebhookTools.Listener.Rejections;

/// <summary>
/// Logs why a signature was rejected and how to fix it. Senders are not trusted, so the number of diagnoses per minute and the
/// time for each are limited. The log never contains the expected signature.
/// </summary>
internal sealed class RejectionDiagnosis(ListenerOptions options, ThrottledLog log, TimeProvider timeProvider)
{
    private const int PerMinute = 12;
    private static readonly TimeSpan TimeBudget = TimeSpan.FromMilliseconds(250);

    private readonly RequestRateLimits _limit = new(perAddress: 0, PerMinute, timeProvider);

    /// <summary>Diagnoses a webhook on the calling thread, for at most <see cref="TimeBudget"/>.</summary>
    public void Diagnose(RejectedWebhook rejected)
    {
        string name = $"{rejected.Entry.Protocol} webhook {rejected.Entry.Id} from {rejected.Remote}";
        if (rejected.Signed is not { } signed)
        {
            log.Write(ListenerLogLevel.Warning, "SignatureNotDiagnosed", () => $"The body of {name} is too long to diagnose in the listener. Diagnose a captured request instead.");
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
            log.Write(ListenerLogLevel.Warning, "SignatureNotDiagnosed", () => LogText.CleanLong($"Could not diagnose {name}: {exception.Message}"));
        }
    }
}
