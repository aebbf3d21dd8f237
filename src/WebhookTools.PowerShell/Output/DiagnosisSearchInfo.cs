using System.Globalization;
using WebhookTools.Core.Diagnosis;

namespace WebhookTools.PowerShell.Output;

/// <summary>What a search tried.</summary>
public sealed class DiagnosisSearchInfo
{
    internal DiagnosisSearchInfo(SearchSummary summary)
    {
        RuledOut = Names(summary, RuleOutcome.RuledOut);
        NotTried = Names(summary, RuleOutcome.NotTried);
        PairsTried = summary.Pairs.Sum(pairs => pairs.Tried);
        PairsNotTried = summary.Pairs.Sum(pairs => pairs.NotTried);
        Combinations = summary.Combinations;
        Duration = summary.Duration;
        IsCutShort = summary.IsCutShort;
    }

    /// <summary>The ids of the changes that do not explain the signature on their own.</summary>
    public string[] RuledOut { get; }

    /// <summary>The ids of the changes that were not tried before a limit ended the search.</summary>
    public string[] NotTried { get; }

    /// <summary>The number of pairs of changes that do not explain the signature.</summary>
    public int PairsTried { get; }

    /// <summary>The number of pairs that were not tried.</summary>
    public int PairsNotTried { get; }

    /// <summary>The number of signatures that were computed and compared.</summary>
    public int Combinations { get; }

    /// <summary>The duration of the search.</summary>
    public TimeSpan Duration { get; }

    /// <summary>True if a limit ended the search early.</summary>
    public bool IsCutShort { get; }

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Combinations} combinations in {Duration.TotalMilliseconds:0} ms{(IsCutShort ? ", cut short" : string.Empty)}");

    private static string[] Names(SearchSummary summary, RuleOutcome outcome) =>
        [.. summary.Singles.Where(result => result.Outcome == outcome).Select(result => result.Id).Distinct(StringComparer.Ordinal)];
}
