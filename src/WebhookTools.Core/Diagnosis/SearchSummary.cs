namespace WebhookTools.Core.Diagnosis;

/// <summary>What was tried, and so ruled out where no cause was found.</summary>
public sealed record SearchSummary
{
    /// <summary>Nothing was tried, since nothing had to be.</summary>
    public static SearchSummary None { get; } = new();

    /// <summary>Each change alone, in the order in which they were tried: the most common first.</summary>
    public IReadOnlyList<RuleResult> Alone { get; init; } = [];

    /// <summary>The changes in pairs, by category.</summary>
    public IReadOnlyList<RulePairCount> Pairs { get; init; } = [];

    /// <summary>How many signatures were made and compared.</summary>
    public int Combinations { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Whether a limit ended the search before all was tried.</summary>
    public bool IsCutShort { get; init; }
}

/// <summary>One change that was considered alone.</summary>
/// <param name="Id">The cause's id.</param>
/// <param name="Category">What it is about.</param>
/// <param name="Change">What was changed, in a few words.</param>
/// <param name="Outcome">What became of it.</param>
public sealed record RuleResult(string Id, DiagnosisCategory Category, string Change, RuleOutcome Outcome);

/// <summary>What became of one change that was considered.</summary>
public enum RuleOutcome
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

/// <summary>The pairs of changes of two categories.</summary>
/// <param name="First">The first change's category.</param>
/// <param name="Second">The second change's category.</param>
/// <param name="Tried">How many pairs were tried and do not explain the signature.</param>
/// <param name="NotTried">How many were not reached within the limits.</param>
public sealed record RulePairCount(DiagnosisCategory First, DiagnosisCategory Second, int Tried, int NotTried);
