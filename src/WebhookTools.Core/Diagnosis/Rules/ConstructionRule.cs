namespace WebhookTools.Core.Diagnosis.Rules;

/// <summary>Something else around the body in the signed content.</summary>
internal sealed record ConstructionRule : DiagnosisRule
{
    /// <inheritdoc/>
    public override DiagnosisCategory Category => DiagnosisCategory.Construction;
}
