namespace WebhookTools.Core.Diagnosis;

/// <summary>What became of one change that was considered.</summary>
public enum DiagnosisOutcome
{
    /// <summary>It was made, and the signature does not match.</summary>
    RuledOut,

    /// <summary>It makes no difference here, or cannot be made: the body is no JSON, no address was given.</summary>
    NotApplicable,

    /// <summary>It was not reached within the limits.</summary>
    NotTried,

    /// <summary>It explains the signature, alone or with another.</summary>
    Found,
}
