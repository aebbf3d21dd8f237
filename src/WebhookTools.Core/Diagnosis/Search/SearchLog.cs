using System.Runtime.InteropServices;
using WebhookTools.Core.Diagnosis.Rules;

namespace WebhookTools.Core.Diagnosis.Search;

/// <summary>Records what a search tried.</summary>
internal sealed class SearchLog
{
    private readonly List<(DiagnosisRule Rule, RuleOutcome Outcome)> _singles = [];
    private readonly Dictionary<(DiagnosisCategory First, DiagnosisCategory Second), (int Tried, int NotTried)> _pairs = [];
    private bool _isCutShort;

    public void Add(DiagnosisRule rule, RuleOutcome outcome)
    {
        _singles.Add((rule, outcome));
        _isCutShort |= outcome == RuleOutcome.NotTried;
    }

    public void AddPair(DiagnosisCategory first, DiagnosisCategory second, bool isTried)
    {
        ref (int Tried, int NotTried) count = ref CollectionsMarshal.GetValueRefOrAddDefault(_pairs, (first, second), out _);
        count = isTried ? (count.Tried + 1, count.NotTried) : (count.Tried, count.NotTried + 1);
        _isCutShort |= !isTried;
    }

    /// <summary>Records that no pair was tried.</summary>
    public void SkipPairs() => _isCutShort = true;

    /// <summary>Marks the rules of a pair that explains the signature.</summary>
    public void MarkFound(IEnumerable<DiagnosisRule> rules)
    {
        HashSet<DiagnosisRule> found = [.. rules];
        for (int index = 0; index < _singles.Count; index++)
        {
            if (found.Contains(_singles[index].Rule))
            {
                _singles[index] = (_singles[index].Rule, RuleOutcome.Found);
            }
        }
    }

    public SearchSummary ToSummary(SearchBudget budget) => new()
    {
        Singles = [.. _singles.Select(single => new RuleResult(single.Rule.Id, single.Rule.Category, single.Rule.Change, single.Outcome))],
        Pairs = [.. _pairs.Select(pair => new RulePairCount(pair.Key.First, pair.Key.Second, pair.Value.Tried, pair.Value.NotTried)).OrderBy(pair => (pair.First, pair.Second))],
        Combinations = budget.Combinations,
        Duration = budget.Elapsed,
        IsCutShort = _isCutShort,
    };
}
