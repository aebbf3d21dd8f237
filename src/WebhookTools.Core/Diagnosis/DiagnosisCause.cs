namespace WebhookTools.Core.Diagnosis;

/// <summary>One thing that is wrong.</summary>
/// <param name="Id">Stable and searchable, as <c>body.final-newline-removed</c>.</param>
/// <param name="Category">What it is about.</param>
/// <param name="Side">Where it is mended.</param>
/// <param name="Change">What was changed to arrive at the received signature, in a few words.</param>
/// <param name="Text">What is wrong, as one or two sentences. Never holds a secret.</param>
/// <param name="Fix">What to change.</param>
public sealed record DiagnosisCause(string Id, DiagnosisCategory Category, DiagnosisSide Side, string Change, string Text, string Fix);
