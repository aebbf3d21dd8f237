namespace WebhookTools.Core.Diagnosis.Rules;

/// <summary>A change of the body: the signature was made over the changed one.</summary>
internal sealed record BodyRule : DiagnosisRule
{
    /// <inheritdoc/>
    public override DiagnosisCategory Category => DiagnosisCategory.Body;

    /// <summary>When it is made, of two.</summary>
    public required BodyStage Stage { get; init; }

    /// <summary>Makes the change; null where it cannot be made.</summary>
    public required Func<BodySource, byte[]?> Apply { get; init; }
}
