using System.Runtime.InteropServices;
using WebhookTools.Core.Diagnosis.Rules;

namespace WebhookTools.Core.Diagnosis.Search;

/// <summary>Every change that can be made to what a signature is made of, alone and in pairs, the most common first.</summary>
internal sealed class HypothesisGenerator(BodyVariants bodies, KeyVariants keys, IReadOnlyList<AlgorithmRule> algorithms, ContentVariants contents)
{
    /// <summary>Each alone.</summary>
    public IEnumerable<Hypothesis> GetSingles() => GetBodies().Concat(GetKeys()).Concat(GetAlgorithms()).Concat(GetContents()).OrderBy(change => change.Rule.Rank);

    /// <summary>In pairs. Those changes that cannot be made alone are in none.</summary>
    public IEnumerable<HypothesisPair> GetPairs()
    {
        int[] possible = [.. Enumerable.Range(0, bodies.Rules.Count).Where(index => bodies.GetSingle(index) is not null)];
        return GetBodyPairs(possible)
            .Concat(keys.Pairs.Select(key => new HypothesisPair(key.Rules.Sum(rule => rule.Rank), DiagnosisCategory.Secret, DiagnosisCategory.Secret, () => new Combination(Key: key))))
            .Concat(contents.Pairs.Select(content => new HypothesisPair(content.Rules.Sum(rule => rule.Rank), DiagnosisCategory.Construction, DiagnosisCategory.Construction, () => new Combination(Content: content))))
            .Concat(GetMixedPairs(possible))
            .OrderBy(pair => pair.Rank);
    }

    private IEnumerable<Hypothesis> GetBodies() => bodies.Rules.Select((rule, index) =>
        new Hypothesis(rule, () => bodies.GetSingle(index) is { } body ? new Combination(body) : null));

    private IEnumerable<Hypothesis> GetKeys() => SecretRules.All.Select(rule =>
        new Hypothesis(rule, () => keys.Singles.FirstOrDefault(key => ReferenceEquals(key.Rules[0], rule)) is { } key ? new Combination(Key: key) : null));

    private IEnumerable<Hypothesis> GetAlgorithms() => algorithms.Select(rule => new Hypothesis(rule, () => new Combination(Algorithm: rule)));

    private IEnumerable<Hypothesis> GetContents() => contents.Singles.Select(content => new Hypothesis(content.Rules[0], () => new Combination(Content: content)));

    private IEnumerable<HypothesisPair> GetBodyPairs(int[] possible)
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
                    yield return new HypothesisPair(early.Rank + late.Rank, DiagnosisCategory.Body, DiagnosisCategory.Body, () => bodies.GetPair(first, other) is { } body ? new Combination(body) : null);
                }
            }
        }
    }

    private IEnumerable<HypothesisPair> GetMixedPairs(int[] possible)
    {
        foreach (int index in possible)
        {
            int rank = bodies.Rules[index].Rank;
            foreach (KeyVariant key in keys.Singles)
            {
                yield return new HypothesisPair(rank + key.Rules[0].Rank, DiagnosisCategory.Body, DiagnosisCategory.Secret, () => new Combination(bodies.GetSingle(index), key));
            }

            foreach (AlgorithmRule algorithm in algorithms)
            {
                yield return new HypothesisPair(rank + algorithm.Rank, DiagnosisCategory.Body, DiagnosisCategory.Algorithm, () => new Combination(bodies.GetSingle(index), Algorithm: algorithm));
            }

            foreach (ContentVariant content in contents.Singles)
            {
                yield return new HypothesisPair(rank + content.Rules[0].Rank, DiagnosisCategory.Body, DiagnosisCategory.Construction, () => new Combination(bodies.GetSingle(index), Content: content));
            }
        }

        foreach (KeyVariant key in keys.Singles)
        {
            foreach (AlgorithmRule algorithm in algorithms)
            {
                yield return new HypothesisPair(key.Rules[0].Rank + algorithm.Rank, DiagnosisCategory.Secret, DiagnosisCategory.Algorithm, () => new Combination(Key: key, Algorithm: algorithm));
            }

            foreach (ContentVariant content in contents.Singles)
            {
                yield return new HypothesisPair(key.Rules[0].Rank + content.Rules[0].Rank, DiagnosisCategory.Secret, DiagnosisCategory.Construction, () => new Combination(Key: key, Content: content));
            }
        }

        foreach (AlgorithmRule algorithm in algorithms)
        {
            foreach (ContentVariant content in contents.Singles)
            {
                yield return new HypothesisPair(algorithm.Rank + content.Rules[0].Rank, DiagnosisCategory.Algorithm, DiagnosisCategory.Construction, () => new Combination(Algorithm: algorithm, Content: content));
            }
        }
    }
}

/// <summary>One change alone.</summary>
/// <param name="Rule">The change.</param>
/// <param name="Make">Makes the combination; null where the change cannot be made.</param>
internal sealed record Hypothesis(DiagnosisRule Rule, Func<Combination?> Make);

/// <summary>Two changes together.</summary>
/// <param name="Rank">How common they are together: the lower, the earlier it is tried.</param>
/// <param name="First">The first one's category.</param>
/// <param name="Second">The second one's category.</param>
/// <param name="Make">Makes the combination; null where the second cannot be made after the first.</param>
internal sealed record HypothesisPair(int Rank, DiagnosisCategory First, DiagnosisCategory Second, Func<Combination?> Make);

/// <summary>One combination to try; what is null is as it is.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Combination(BodyVariant? Body = null, KeyVariant? Key = null, AlgorithmRule? Algorithm = null, ContentVariant? Content = null);
