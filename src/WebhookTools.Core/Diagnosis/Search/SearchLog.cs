using System.Runtime.InteropServices;
using WebhookTools.Core.Diagnosis.Rules;

namespace WebhookTools.Core.Diagnosis.Search;

/// <summary>Keeps what was tried.</summary>
internal sealed class SearchLog
{
    private readonly List<(DiagnosisRule Rule, RuleOutcome Outcome)> _alone = [];
    private readonly Dictionary<(DiagnosisCategory First, DiagnosisCategory Second), (int Tried, int NotTried)> _pairs = [];
    private bool _isCutShort;

    /// <summary>A change that was considered alone.</summary>
    public void Add(DiagnosisRule rule, RuleOutcome outcome)
    {
        _alone.Add((rule, outcome));
        _isCutShort |= outcome == RuleOutcome.NotTried;
    }

    /// <summary>A pair that was tried, or was not reached.</summary>
    public void AddPair(DiagnosisCategory first, DiagnosisCategory second, bool isTried)
    {
        ref (int Tried, int NotTried) count = ref CollectionsMarshal.GetValueRefOrAddDefault(_pairs, (first, second), out _);
        count = isTried ? (count.Tried + 1, count.NotTried) : (count.Tried, count.NotTried + 1);
        _isCutShort |= !isTried;
    }

    /// <summary>No pair was reached.</summary>
    public void SkipPairs() => _isCutShort = true;

    /// <summary>Marks the changes that explain the signature together.</summary>
    public void MarkFound(IEnumerable<DiagnosisRule> rules)
    {
        HashSet<DiagnosisRule> found = [.. rules];
        for (int index = 0; index < _alone.Count; index++)
        {
            if (found.Contains(_alone[index].Rule))
            {
                _alone[index] = (_alone[index].Rule, RuleOutcome.Found);
            }
        }
    }

    /// <summary>What was tried, as the result shows it.</summary>
    public SearchSummary ToTrials(SearchBudget budget) => new()
    {
        Alone = [.. _alone.Select(trial => new RuleResult(trial.Rule.Id, trial.Rule.Category, trial.Rule.Change, trial.Outcome))],
        Pairs = [.. _pairs.Select(pair => new RulePairCount(pair.Key.First, pair.Key.Second, pair.Value.Tried, pair.Value.NotTried)).OrderBy(pair => (pair.First, pair.Second))],
        Combinations = budget.Combinations,
        Duration = budget.Elapsed,
        IsCutShort = _isCutShort,
    };
}
