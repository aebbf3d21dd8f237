using WebhookTools.Core.Signatures;

namespace WebhookTools.Core.Diagnosis.Rules;

/// <summary>Another form of the address that is signed.</summary>
internal sealed record AddressRule : DiagnosisRule
{
    /// <inheritdoc/>
    public override DiagnosisCategory Category => DiagnosisCategory.Construction;

    /// <summary>Gives other addresses for one: none where the rule does not fit.</summary>
    public required Func<Uri, SignatureHeaders, IEnumerable<string>> GetOthers { get; init; }
}
