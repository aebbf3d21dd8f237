namespace WebhookTools.Core.Diagnosis;

/// <summary>What was tried, and so ruled out where no cause was found.</summary>
public sealed record DiagnosisTrials
{
    /// <summary>Nothing was tried, since nothing had to be.</summary>
    public static DiagnosisTrials None { get; } = new();

    /// <summary>Each change alone, in the order in which they were tried: the most common first.</summary>
    public IReadOnlyList<DiagnosisTrial> Alone { get; init; } = [];

    /// <summary>The changes in pairs, by category.</summary>
    public IReadOnlyList<DiagnosisPairs> Pairs { get; init; } = [];

    /// <summary>How many signatures were made and compared.</summary>
    public int Combinations { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Whether a limit ended the search before all was tried.</summary>
    public bool IsCutShort { get; init; }
}
