namespace WebhookTools.Core.Signatures.Diagnosis.Search;

/// <summary>How much may still be tried.</summary>
internal sealed class DiagnosisBudget(DiagnosisOptions options, TimeProvider timeProvider)
{
    private readonly long _start = timeProvider.GetTimestamp();

    /// <summary>How many signatures were made.</summary>
    public int Combinations { get; private set; }

    /// <summary>How long it has taken.</summary>
    public TimeSpan Elapsed => timeProvider.GetElapsedTime(_start);

    /// <summary>Whether a limit is reached.</summary>
    public bool IsSpent => Combinations >= options.MaximumCombinations || Elapsed >= options.TimeBudget;

    /// <summary>Counts a signature.</summary>
    public void Count() => Combinations++;
}
