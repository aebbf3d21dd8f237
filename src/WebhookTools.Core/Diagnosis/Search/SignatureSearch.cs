using WebhookTools.Core.Diagnosis.Rules;
using WebhookTools.Core.Signatures;
using WebhookTools.Core.Signatures.Algorithms;

namespace WebhookTools.Core.Diagnosis.Search;

/// <summary>
/// Looks for the combination of body, key, algorithm and content that gives the received signature: first
/// all as it is, then each change alone, then in pairs; the most common first; up to the first that matches.
/// </summary>
internal sealed class SignatureSearch
{
    /// <summary>The longest signature, that of SHA-512 or Ed25519.</summary>
    private const int MaximumSignatureLength = 64;

    private static readonly IReadOnlyList<KeyVariant> NoKey = [new KeyVariant(0, [], [])];

    private readonly SearchBudget _budget;
    private readonly IReadOnlyList<SignatureCandidate> _received;
    private readonly SignatureAlgorithm _algorithm;
    private readonly BodyVariants _bodies;
    private readonly KeyVariants _keys;
    private readonly ContentVariants _contents;
    private readonly HypothesisGenerator _changes;
    private readonly SearchLog _log = new();

    public SignatureSearch(DiagnosisContext subject, IReadOnlyList<SignatureCandidate> received, BodyVariants bodies, SearchBudget budget)
    {
        _received = received;
        _bodies = bodies;
        _budget = budget;
        _algorithm = subject.Anatomy.Algorithm;
        _keys = new KeyVariants(subject.Secrets, subject.Anatomy.SecretFormat);
        _contents = new ContentVariants(subject.Scheme, subject.Request, subject.Headers, subject.Options, subject.Facts);
        _changes = new HypothesisGenerator(bodies, _keys, AlgorithmRules.Create(_algorithm, received.Select(value => value.Bytes.Length).ToHashSet()), _contents);
    }

    /// <summary>The keys that the secrets give as they are.</summary>
    public IReadOnlyList<KeyVariant> Keys => _keys.Base;

    /// <summary>The content as the scheme puts it together, or null.</summary>
    public ContentVariant? Content => _contents.Base;

    /// <summary>What was tried so far.</summary>
    public SearchSummary GetTrials() => _log.ToTrials(_budget);

    /// <summary>Looks.</summary>
    public SearchMatch? Run() => _received.Count == 0 ? null : Try(new Combination(), out _) ?? TryAlone() ?? TryPairs();

    private SearchMatch? TryAlone()
    {
        foreach (Hypothesis change in _changes.GetSingles())
        {
            if (_budget.IsSpentAlone)
            {
                _log.Add(change.Rule, RuleOutcome.NotTried);
                continue;
            }

            bool isTried = false;
            SearchMatch? match = change.Make() is { } candidate ? Try(candidate, out isTried) : null;
            if (match is not null)
            {
                _log.Add(change.Rule, RuleOutcome.Found);
                return match;
            }

            _log.Add(change.Rule, isTried ? RuleOutcome.RuledOut : RuleOutcome.NotApplicable);
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

        foreach (HypothesisPair pair in _changes.GetPairs())
        {
            if (_budget.IsSpent)
            {
                _log.AddPair(pair.First, pair.Second, isTried: false);
                continue;
            }

            if (pair.Make() is not { } candidate)
            {
                continue;
            }

            if (Try(candidate, out bool isTried) is { } match)
            {
                _log.MarkFound(match.Rules);
                return match;
            }

            if (isTried)
            {
                _log.AddPair(pair.First, pair.Second, isTried: true);
            }
        }

        return null;
    }

    private SearchMatch? Try(Combination candidate, out bool isTried)
    {
        isTried = false;
        ContentVariant? content = candidate.Content ?? _contents.Base;
        SignatureAlgorithm algorithm = candidate.Algorithm?.Algorithm ?? _algorithm;
        bool needsKey = algorithm is not PlainHashAlgorithm;
        if (content is null
            || (candidate.Body is not null && !content.DependsOnBody)
            || (candidate.Key is not null && !needsKey)
            || content.GetContent(candidate.Body ?? _bodies.Base) is not { } signed)
        {
            return null;
        }

        foreach (KeyVariant key in candidate.Key is not null ? [candidate.Key] : needsKey ? _keys.Base : NoKey)
        {
            isTried = true;
            _budget.Count();
            if (Find(algorithm, key.Key, signed, isOwn: candidate.Algorithm is null) is { } received)
            {
                return new SearchMatch(candidate.Body ?? _bodies.Base, key, algorithm, candidate.Algorithm, content, received);
            }
        }

        return null;
    }

    /// <summary>Makes the signature and compares. What is shorter than the scheme's own signature may be the beginning of it.</summary>
    private SignatureCandidate? Find(SignatureAlgorithm algorithm, byte[] key, SignedContent content, bool isOwn)
    {
        if (algorithm is not SymmetricAlgorithm)
        {
            // A verification with a public key costs as much as a hundred hashes, so each one is subject to the budget.
            return _received
                .Where(value => value.Bytes.Length == algorithm.SignatureLength)
                .TakeWhile(_ => !_budget.IsSpentAlone)
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

/// <summary>A combination that gives the received signature.</summary>
/// <param name="Body">The body.</param>
/// <param name="Key">The key.</param>
/// <param name="Algorithm">The algorithm.</param>
/// <param name="AlgorithmRule">What is otherwise about it, or null.</param>
/// <param name="Content">How the content is put together.</param>
/// <param name="Received">What was received.</param>
internal sealed record SearchMatch(BodyVariant Body, KeyVariant Key, SignatureAlgorithm Algorithm, AlgorithmRule? AlgorithmRule, ContentVariant Content, SignatureCandidate Received)
{
    /// <summary>Whether less was received than the whole signature.</summary>
    public bool IsCutShort => Received.Bytes.Length < Algorithm.SignatureLength;

    /// <summary>All that was changed, in the order in which it is told.</summary>
    public IEnumerable<DiagnosisRule> Rules =>
        Body.Rules.Cast<DiagnosisRule>().Concat(Key.Rules).Concat(AlgorithmRule is null ? [] : [AlgorithmRule]).Concat(Content.Rules);
}
