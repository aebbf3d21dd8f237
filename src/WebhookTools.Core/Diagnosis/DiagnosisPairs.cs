namespace WebhookTools.Core.Diagnosis;

/// <summary>The pairs of changes of two categories.</summary>
/// <param name="First">The first change's category.</param>
/// <param name="Second">The second change's category.</param>
/// <param name="Tried">How many pairs were tried and do not explain the signature.</param>
/// <param name="NotTried">How many were not reached within the limits.</param>
public sealed record DiagnosisPairs(DiagnosisCategory First, DiagnosisCategory Second, int Tried, int NotTried);
