namespace WebhookTools.Core.Diagnosis.Rules;

/// <summary>A change of the secret: either of its text, which the scheme then reads as ever, or of how the text becomes a key.</summary>
internal sealed record SecretRule : DiagnosisRule
{
    /// <inheritdoc/>
    public override DiagnosisCategory Category => DiagnosisCategory.Secret;

    /// <summary>Changes the text; null where it cannot be.</summary>
    public Func<string, string?>? ChangeText { get; init; }

    /// <summary>Makes the key; null where the text gives none.</summary>
    public Func<string, byte[]?>? MakeKey { get; init; }
}
