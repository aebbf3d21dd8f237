using WebhookTools.Core.Signatures;

namespace WebhookTools.Core.Diagnosis.Conclusions;

/// <summary>A secret that the scheme cannot take.</summary>
internal static class SecretCauses
{
    /// <summary>The scheme's own words about it.</summary>
    public static DiagnosisCause Unusable(SignatureException exception) => new(
        exception.Kind == WebhookErrorKind.InvalidSecret ? "secret.unusable" : "construction.input-missing",
        exception.Kind == WebhookErrorKind.InvalidSecret ? DiagnosisCategory.Secret : DiagnosisCategory.Construction,
        DiagnosisSide.Configuration,
        "nothing",
        exception.Message,
        exception.RecommendedAction);
}
