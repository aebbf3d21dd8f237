using WebhookTools.Core.Signatures.Algorithms;

namespace WebhookTools.Core.Diagnosis.Rules;

/// <summary>Another algorithm.</summary>
internal sealed record AlgorithmRule : DiagnosisRule
{
    /// <inheritdoc/>
    public override DiagnosisCategory Category => DiagnosisCategory.Algorithm;

    /// <summary>The algorithm.</summary>
    public required SignatureAlgorithm Algorithm { get; init; }
}
