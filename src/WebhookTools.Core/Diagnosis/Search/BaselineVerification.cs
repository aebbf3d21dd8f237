using WebhookTools.Core.Signatures;

namespace WebhookTools.Core.Diagnosis.Search;

/// <summary>The result of a normal verification, before any change.</summary>
/// <param name="Verification">The result, or null if verification was not possible.</param>
/// <param name="Problem">The error if verification was not possible: an unusable secret or a missing input.</param>
internal sealed record BaselineVerification(SignatureVerification? Verification, SignatureException? Problem)
{
    public SignatureVerdict Verdict => Verification?.Verdict ?? SignatureVerdict.Invalid;

    public string Reason => Verification?.Reason ?? Problem!.Message;

    public static BaselineVerification Get(DiagnosisContext context) =>
        Get(context.Scheme, context.Request, context.Headers, context.Secrets, context.Options, context.TimeProvider);

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
