namespace WebhookTools.Core.Diagnosis;

/// <summary>One change that was considered alone.</summary>
/// <param name="Id">The cause's id.</param>
/// <param name="Category">What it is about.</param>
/// <param name="Change">What was changed, in a few words.</param>
/// <param name="Outcome">What became of it.</param>
public sealed record DiagnosisTrial(string Id, DiagnosisCategory Category, string Change, DiagnosisOutcome Outcome);
