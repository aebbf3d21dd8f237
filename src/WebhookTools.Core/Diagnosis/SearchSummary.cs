namespace WebhookTools.Core.Diagnosis;

/// <summary>The changes that a search tried. If no cause was found, they are ruled out.</summary>
public sealed record SearchSummary
{
    /// <summary>The summary of a diagnosis that needed no search.</summary>
    public static SearchSummary None { get; } = new();

    /// <summary>The result of each single change, in search order: most common first.</summary>
    public IReadOnlyList<RuleResult> Singles { get; init; } = [];

    /// <summary>The numbers of pairs of changes, by category.</summary>
    public IReadOnlyList<RulePairCount> Pairs { get; init; } = [];

    /// <summary>The number of signatures that were computed and compared.</summary>
    public int Combinations { get; init; }

    /// <summary>The duration of the search.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>True if a limit ended the search early.</summary>
    public bool IsCutShort { get; init; }
}

/// <summary>The result of one change on its own.</summary>
/// <param name="Id">The id of the cause.</param>
/// <param name="Category">The kind of cause.</param>
/// <param name="Change">The changed input, as a noun phrase.</param>
/// <param name="Outcome">The outcome.</param>
public sealed record RuleResult(string Id, DiagnosisCategory Category, string Change, RuleOutcome Outcome);

/// <summary>The outcome of a change.</summary>
public enum RuleOutcome
{
    /// <summary>The change does not reproduce the signature.</summary>
    RuledOut,

    /// <summary>The change has no effect or is not possible, for example because the body is not JSON or no URL is known.</summary>
    NotApplicable,

    /// <summary>A limit ended the search before the change was tried.</summary>
    NotTried,

    /// <summary>The change explains the signature, alone or with another change.</summary>
    Found,
}

/// <summary>The number of pairs of changes of two categories.</summary>
/// <param name="First">The category of the first change.</param>
/// <param name="Second">The category of the second change.</param>
/// <param name="Tried">The number of pairs that do not reproduce the signature.</param>
/// <param name="NotTried">The number of pairs that were not tried before a limit ended the search.</param>
public sealed record RulePairCount(DiagnosisCategory First, DiagnosisCategory Second, int Tried, int NotTried);
