using WebhookTools.Core.Diagnosis.Rules;

namespace WebhookTools.Core.Diagnosis.Search;

/// <summary>One change alone.</summary>
/// <param name="Rule">The change.</param>
/// <param name="Make">Makes the combination; null where the change cannot be made.</param>
internal sealed record SingleChange(DiagnosisRule Rule, Func<Candidate?> Make);
