using WebhookTools.Core.Diagnosis.Rules;
using WebhookTools.Core.Signatures;
using WebhookTools.Core.Signatures.Algorithms;

namespace WebhookTools.Core.Diagnosis.Search;

/// <summary>
/// Searches for the combination of body, key, algorithm and content that reproduces the received signature: first the
/// unchanged inputs, then each single change, then pairs of changes, most common first. Stops at the first match.
/// </summary>
internal sealed class SignatureSearch
{
    /// <summary>The length of the longest signatures, SHA-512 and Ed25519, in bytes.</summary>
    private const int MaximumSignatureLength = 64;

    private static readonly IReadOnlyList<KeyVariant> NoKey = [new KeyVariant(0, [], [])];

    private readonly SearchBudget _budget;
    private readonly IReadOnlyList<SignatureCandidate> _received;
    private readonly SignatureAlgorithm _algorithm;
    private readonly BodyVariants _bodies;
    private readonly KeyVariants _keys;
    private readonly ContentVariants _contents;
    private readonly HypothesisGenerator _hypotheses;
    private readonly SearchLog _log = new();

    public SignatureSearch(DiagnosisContext context, IReadOnlyList<SignatureCandidate> received, BodyVariants bodies, SearchBudget budget)
    {
        _received = received;
        _bodies = bodies;
        _budget = budget;
        _algorithm = context.Descriptor.Algorithm;
        _keys = new KeyVariants(context.Secrets, context.Descriptor.SecretFormat);
        _contents = new ContentVariants(context.Scheme, context.Request, context.Headers, context.Options, context.Metadata);
        _hypotheses = new HypothesisGenerator(bodies, _keys, AlgorithmRules.Create(_algorithm, received.Select(value => value.Bytes.Length).ToHashSet()), _contents);
    }

    /// <summary>The keys of the unchanged secrets.</summary>
    public IReadOnlyList<KeyVariant> Keys => _keys.Base;

    /// <summary>The scheme's own content, or null if an input is missing.</summary>
    public ContentVariant? Content => _contents.Base;

    public SearchSummary GetSummary() => _log.ToSummary(_budget);

    public SearchMatch? Run() => _received.Count == 0 ? null : Try(new Combination(), out _) ?? TrySingles() ?? TryPairs();

    private SearchMatch? TrySingles()
    {
        foreach (Hypothesis hypothesis in _hypotheses.GetSingles())
        {
            if (_budget.IsSpentForSingles)
            {
                _log.Add(hypothesis.Rule, RuleOutcome.NotTried);
                continue;
            }

            bool isTried = false;
            SearchMatch? match = hypothesis.Create() is { } combination ? Try(combination, out isTried) : null;
            if (match is not null)
            {
                _log.Add(hypothesis.Rule, RuleOutcome.Found);
                return match;
            }

            _log.Add(hypothesis.Rule, isTried ? RuleOutcome.RuledOut : _budget.IsSpentForSingles ? RuleOutcome.NotTried : RuleOutcome.NotApplicable);
        }

        return null;
    }

    private SearchMatch? TryPairs()
    {
        if (_budget.IsSpent)
        {
            _log.SkipPairs();
            return null;
        }

        foreach (HypothesisPair pair in _hypotheses.GetPairs())
        {
            if (_budget.IsSpent)
            {
                _log.AddPair(pair.First, pair.Second, isTried: false);
                continue;
            }

            if (pair.Create() is not { } combination)
            {
                continue;
            }

            if (Try(combination, out bool isTried) is { } match)
            {
                _log.MarkFound(match.Rules);
                return match;
            }

            if (isTried || _budget.IsSpent)
            {
                _log.AddPair(pair.First, pair.Second, isTried);
            }
        }

        return null;
    }

    private SearchMatch? Try(Combination combination, out bool isTried)
    {
        isTried = false;
        ContentVariant? content = combination.Content ?? _contents.Base;
        SignatureAlgorithm algorithm = combination.Algorithm?.Algorithm ?? _algorithm;
        bool needsKey = algorithm is not PlainHashAlgorithm;
        if (content is null
            || (combination.Body is not null && !content.DependsOnBody)
            || (combination.Key is not null && !needsKey)
            || content.GetContent(combination.Body ?? _bodies.Base) is not { } signed)
        {
            return null;
        }

        foreach (KeyVariant key in combination.Key is not null ? [combination.Key] : needsKey ? _keys.Base : NoKey)
        {
            _budget.Count();
            if (Find(algorithm, key.Key, signed, isOwn: combination.Algorithm is null) is { } received)
            {
                return new SearchMatch(combination.Body ?? _bodies.Base, key, algorithm, combination.Algorithm, content, received);
            }

            // The budget may have ended before every received signature was verified, which rules nothing out.
            isTried = algorithm is SymmetricAlgorithm || !_budget.IsSpentForSingles;
        }

        return null;
    }

    /// <summary>Computes the signature and compares it. A shorter received value matches the scheme's own algorithm if it is a prefix of the signature.</summary>
    private SignatureCandidate? Find(SignatureAlgorithm algorithm, byte[] key, SignedContent content, bool isOwn)
    {
        if (algorithm is not SymmetricAlgorithm)
        {
            // A verification with a public key costs as much as a hundred hashes, so each one is subject to the budget.
            return _received
                .Where(value => value.Bytes.Length == algorithm.SignatureLength)
                .TakeWhile(_ => !_budget.IsSpentForSingles)
                .FirstOrDefault(value => algorithm.Verify(key, content, value.Bytes));
        }

        Span<byte> buffer = stackalloc byte[MaximumSignatureLength];
        Span<byte> signature = buffer[..algorithm.SignatureLength];
        algorithm.Sign(key, content, signature);
        foreach (SignatureCandidate value in _received)
        {
            if ((isOwn || value.Bytes.Length == signature.Length) && value.Matches(signature))
            {
                return value;
            }
        }

        return null;
    }
}

/// <summary>A combination that reproduces the received signature.</summary>
/// <param name="AlgorithmRule">The rule that chose the algorithm, or null for the scheme's own.</param>
internal sealed record SearchMatch(BodyVariant Body, KeyVariant Key, SignatureAlgorithm Algorithm, AlgorithmRule? AlgorithmRule, ContentVariant Content, SignatureCandidate Received)
{
    /// <summary>True if only the beginning of the signature was received.</summary>
    public bool IsTruncated => Received.Bytes.Length < Algorithm.SignatureLength;

    /// <summary>All changes, in report order.</summary>
    public IEnumerable<DiagnosisRule> Rules =>
        Body.Rules.Cast<DiagnosisRule>().Concat(Key.Rules).Concat(AlgorithmRule is null ? [] : [AlgorithmRule]).Concat(Content.Rules);
}
