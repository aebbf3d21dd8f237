using System.Globalization;
using WebhookTools.Core.Diagnosis;

namespace WebhookTools.PowerShell.Output;

/// <summary>What was tried.</summary>
public sealed class DiagnosisSearchInfo
{
    internal DiagnosisSearchInfo(SearchSummary trials)
    {
        RuledOut = Names(trials, RuleOutcome.RuledOut);
        NotTried = Names(trials, RuleOutcome.NotTried);
        PairsTried = trials.Pairs.Sum(pairs => pairs.Tried);
        PairsNotTried = trials.Pairs.Sum(pairs => pairs.NotTried);
        Combinations = trials.Combinations;
        Duration = trials.Duration;
        IsCutShort = trials.IsCutShort;
    }

    /// <summary>The ids of the changes that do not explain the signature alone.</summary>
    public string[] RuledOut { get; }

    /// <summary>The ids of the changes that were not reached.</summary>
    public string[] NotTried { get; }

    /// <summary>How many pairs of changes do not explain the signature.</summary>
    public int PairsTried { get; }

    /// <summary>How many pairs were not reached.</summary>
    public int PairsNotTried { get; }

    /// <summary>How many signatures were made and compared.</summary>
    public int Combinations { get; }

    /// <summary>How long it took.</summary>
    public TimeSpan Duration { get; }

    /// <summary>Whether a limit ended the search.</summary>
    public bool IsCutShort { get; }

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Combinations} combinations in {Duration.TotalMilliseconds:0} ms{(IsCutShort ? ", cut short" : string.Empty)}");

    private static string[] Names(SearchSummary trials, RuleOutcome outcome) =>
        [.. trials.Alone.Where(trial => trial.Outcome == outcome).Select(trial => trial.Id).Distinct(StringComparer.Ordinal)];
}
