namespace WebhookTools.Core.Diagnosis.Conclusions;

/// <summary>The body is wrong though the signature is right.</summary>
internal static class BodyCauses
{
    /// <summary>The signature covers a hash of the body, and the body has another.</summary>
    public static DiagnosisCause NotCovered(string reason) => new(
        "body.hash-differs",
        DiagnosisCategory.Body,
        DiagnosisSide.Receiver,
        "nothing",
        reason,
        "Verify the raw body, as it came, before anything parses it; and the address as the sender calls it, its query included.");
}
