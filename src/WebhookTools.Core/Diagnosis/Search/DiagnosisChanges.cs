using WebhookTools.Core.Diagnosis.Rules;

namespace WebhookTools.Core.Diagnosis.Search;

/// <summary>Every change that can be made to what a signature is made of, alone and in pairs, the most common first.</summary>
internal sealed class DiagnosisChanges(BodyVariants bodies, KeyVariants keys, IReadOnlyList<AlgorithmRule> algorithms, ContentVariants contents)
{
    /// <summary>Each alone.</summary>
    public IEnumerable<SingleChange> GetSingles() => GetBodies().Concat(GetKeys()).Concat(GetAlgorithms()).Concat(GetContents()).OrderBy(change => change.Rule.Rank);

    /// <summary>In pairs. Those changes that cannot be made alone are in none.</summary>
    public IEnumerable<PairChange> GetPairs()
    {
        int[] possible = [.. Enumerable.Range(0, bodies.Rules.Count).Where(index => bodies.GetSingle(index) is not null)];
        return GetBodyPairs(possible)
            .Concat(keys.Pairs.Select(key => new PairChange(key.Rules.Sum(rule => rule.Rank), DiagnosisCategory.Secret, DiagnosisCategory.Secret, () => new Candidate(Key: key))))
            .Concat(contents.Pairs.Select(content => new PairChange(content.Rules.Sum(rule => rule.Rank), DiagnosisCategory.Construction, DiagnosisCategory.Construction, () => new Candidate(Content: content))))
            .Concat(GetMixedPairs(possible))
            .OrderBy(pair => pair.Rank);
    }

    private IEnumerable<SingleChange> GetBodies() => bodies.Rules.Select((rule, index) =>
        new SingleChange(rule, () => bodies.GetSingle(index) is { } body ? new Candidate(body) : null));

    private IEnumerable<SingleChange> GetKeys() => SecretRules.All.Select(rule =>
        new SingleChange(rule, () => keys.Singles.FirstOrDefault(key => ReferenceEquals(key.Rules[0], rule)) is { } key ? new Candidate(Key: key) : null));

    private IEnumerable<SingleChange> GetAlgorithms() => algorithms.Select(rule => new SingleChange(rule, () => new Candidate(Algorithm: rule)));

    private IEnumerable<SingleChange> GetContents() => contents.Singles.Select(content => new SingleChange(content.Rules[0], () => new Candidate(Content: content)));

    private IEnumerable<PairChange> GetBodyPairs(int[] possible)
    {
        foreach (int first in possible)
        {
            for (int second = 0; second < bodies.Rules.Count; second++)
            {
                BodyRule early = bodies.Rules[first];
                BodyRule late = bodies.Rules[second];
                if (early.Stage < late.Stage && BodyVariants.CanPair(early, late))
                {
                    int other = second;
                    yield return new PairChange(early.Rank + late.Rank, DiagnosisCategory.Body, DiagnosisCategory.Body, () => bodies.GetPair(first, other) is { } body ? new Candidate(body) : null);
                }
            }
        }
    }

    private IEnumerable<PairChange> GetMixedPairs(int[] possible)
    {
        foreach (int index in possible)
        {
            int rank = bodies.Rules[index].Rank;
            foreach (KeyVariant key in keys.Singles)
            {
                yield return new PairChange(rank + key.Rules[0].Rank, DiagnosisCategory.Body, DiagnosisCategory.Secret, () => new Candidate(bodies.GetSingle(index), key));
            }

            foreach (AlgorithmRule algorithm in algorithms)
            {
                yield return new PairChange(rank + algorithm.Rank, DiagnosisCategory.Body, DiagnosisCategory.Algorithm, () => new Candidate(bodies.GetSingle(index), Algorithm: algorithm));
            }

            foreach (ContentVariant content in contents.Singles)
            {
                yield return new PairChange(rank + content.Rules[0].Rank, DiagnosisCategory.Body, DiagnosisCategory.Construction, () => new Candidate(bodies.GetSingle(index), Content: content));
            }
        }

        foreach (KeyVariant key in keys.Singles)
        {
            foreach (AlgorithmRule algorithm in algorithms)
            {
                yield return new PairChange(key.Rules[0].Rank + algorithm.Rank, DiagnosisCategory.Secret, DiagnosisCategory.Algorithm, () => new Candidate(Key: key, Algorithm: algorithm));
            }

            foreach (ContentVariant content in contents.Singles)
            {
                yield return new PairChange(key.Rules[0].Rank + content.Rules[0].Rank, DiagnosisCategory.Secret, DiagnosisCategory.Construction, () => new Candidate(Key: key, Content: content));
            }
        }

        foreach (AlgorithmRule algorithm in algorithms)
        {
            foreach (ContentVariant content in contents.Singles)
            {
                yield return new PairChange(algorithm.Rank + content.Rules[0].Rank, DiagnosisCategory.Algorithm, DiagnosisCategory.Construction, () => new Candidate(Algorithm: algorithm, Content: content));
            }
        }
    }
}
