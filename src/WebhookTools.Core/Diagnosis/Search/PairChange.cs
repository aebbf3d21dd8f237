namespace WebhookTools.Core.Diagnosis.Search;

/// <summary>Two changes together.</summary>
/// <param name="Rank">How common they are together: the lower, the earlier it is tried.</param>
/// <param name="First">The first one's category.</param>
/// <param name="Second">The second one's category.</param>
/// <param name="Make">Makes the combination; null where the second cannot be made after the first.</param>
internal sealed record PairChange(int Rank, DiagnosisCategory First, DiagnosisCategory Second, Func<Candidate?> Make);
