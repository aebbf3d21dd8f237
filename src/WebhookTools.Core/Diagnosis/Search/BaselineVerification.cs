using WebhookTools.Core.Signatures;

namespace WebhookTools.Core.Diagnosis.Search;

/// <summary>What an ordinary verification says, or what keeps it from saying anything.</summary>
/// <param name="Verification">The verification, or null.</param>
/// <param name="Problem">Why there is none: a secret that cannot be read, an input that is missing.</param>
internal sealed record BaselineVerification(SignatureVerification? Verification, SignatureException? Problem)
{
    /// <summary>The verdict: what cannot be verified is not valid.</summary>
    public SignatureVerdict Verdict => Verification?.Verdict ?? SignatureVerdict.Invalid;

    /// <summary>The reason, as one sentence.</summary>
    public string Reason => Verification?.Reason ?? Problem!.Message;

    /// <summary>Verifies by the subject's scheme.</summary>
    public static BaselineVerification Get(DiagnosisContext subject) =>
        Get(subject.Scheme, subject.Request, subject.Headers, subject.Secrets, subject.Options, subject.TimeProvider);

    /// <summary>Verifies by any scheme.</summary>
    public static BaselineVerification Get(SignatureScheme scheme, SignatureRequest request, SignatureHeaders headers, IReadOnlyList<WebhookSecret> secrets, SignatureOptions options, TimeProvider timeProvider)
    {
        try
        {
            return new BaselineVerification(scheme.Verify(request, headers, secrets, options, timeProvider), null);
        }
        catch (SignatureException exception)
        {
            return new BaselineVerification(null, exception);
        }
    }
}
