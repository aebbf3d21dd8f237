using WebhookTools.Core.Masking;
using WebhookTools.Core.Signatures;

namespace WebhookTools.Core.Diagnosis;

/// <summary>Masks the secrets in a diagnosis: a sender may have put one into a header, which the diagnosis shows.</summary>
internal static class DiagnosisMask
{
    public static SignatureDiagnosis Apply(SignatureDiagnosis diagnosis, IReadOnlyList<WebhookSecret> secrets)
    {
        var mask = new SecretMask(secrets.Where(static secret => !secret.IsPublicKey).Select(static secret => secret.Reveal()));
        return diagnosis with
        {
            Reason = mask.Mask(diagnosis.Reason),
            Expected = MaskText(diagnosis.Expected),
            Received = MaskText(diagnosis.Received),
            SignedContent = MaskContent(diagnosis.SignedContent),
            Causes = [.. diagnosis.Causes.Select(cause => cause with { Change = mask.Mask(cause.Change), Text = mask.Mask(cause.Text), Fix = mask.Mask(cause.Fix) })],
            Cause = MaskText(diagnosis.Cause),
            Fix = MaskText(diagnosis.Fix),
            Proof = diagnosis.Proof is { } proof ? proof with { SignedContent = MaskContent(proof.SignedContent)!, Signature = mask.Mask(proof.Signature) } : null,
            Tried = diagnosis.Tried with { Singles = [.. diagnosis.Tried.Singles.Select(rule => rule with { Change = mask.Mask(rule.Change) })] },
            Notes = [.. diagnosis.Notes.Select(mask.Mask)],
        };

        string? MaskText(string? text) => text is null ? null : mask.Mask(text);

        SignedContentPreview? MaskContent(SignedContentPreview? content) => content is null ? null : content with { Text = mask.Mask(content.Text) };
    }
}
