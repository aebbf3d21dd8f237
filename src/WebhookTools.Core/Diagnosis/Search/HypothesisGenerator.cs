using System.Runtime.InteropServices;
using WebhookTools.Core.Diagnosis.Rules;

namespace WebhookTools.Core.Diagnosis.Search;

/// <summary>Generates every single change and every pair of changes to the inputs of a signature, most common first.</summary>
internal sealed class HypothesisGenerator(BodyVariants bodies, KeyVariants keys, IReadOnlyList<AlgorithmRule> algorithms, ContentVariants contents)
{
    public IEnumerable<Hypothesis> GetSingles() => GetBodies().Concat(GetKeys()).Concat(GetAlgorithms()).Concat(GetContents()).OrderBy(hypothesis => hypothesis.Rule.Rank);

    /// <summary>Returns all pairs, without changes that are not possible on their own.</summary>
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

/// <summary>A single change.</summary>
/// <param name="Rule">The rule that makes the change.</param>
/// <param name="Create">Creates the combination, or returns null if the rule does not apply.</param>
internal sealed record Hypothesis(DiagnosisRule Rule, Func<Combination?> Create);

/// <summary>A pair of changes.</summary>
/// <param name="Rank">The sum of the ranks of both rules. Lower ranks are tried first.</param>
/// <param name="First">The category of the first change.</param>
/// <param name="Second">The category of the second change.</param>
/// <param name="Create">Creates the combination, or returns null if the second rule does not apply after the first.</param>
internal sealed record HypothesisPair(int Rank, DiagnosisCategory First, DiagnosisCategory Second, Func<Combination?> Create);

/// <summary>A combination of inputs to try. Null stands for the unchanged input.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Combination(BodyVariant? Body = null, KeyVariant? Key = null, AlgorithmRule? Algorithm = null, ContentVariant? Content = null);
