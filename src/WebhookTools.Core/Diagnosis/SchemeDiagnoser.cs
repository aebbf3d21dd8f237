using WebhookTools.Core.Diagnosis.Conclusions;
using WebhookTools.Core.Diagnosis.Search;
using WebhookTools.Core.Signatures;

namespace WebhookTools.Core.Diagnosis;

/// <summary>One scheme's look at a request.</summary>
internal sealed class SchemeDiagnoser
{
    private readonly SignatureSearch _search;
    private readonly BodyVariants _bodies;
    private readonly IReadOnlyList<SignatureCandidate> _received;

    public SchemeDiagnoser(DiagnosisContext subject, BodyVariants bodies, SearchBudget budget)
    {
        Subject = subject;
        Ordinary = BaselineVerification.Get(subject);
        _bodies = bodies;
        _received = SignatureCandidate.Collect(subject);
        _search = new SignatureSearch(subject, _received, bodies, budget);
    }

    /// <summary>The request and the scheme.</summary>
    public DiagnosisContext Subject { get; }

    /// <summary>What an ordinary verification says.</summary>
    public BaselineVerification Ordinary { get; }

    /// <summary>The answer for a valid signature.</summary>
    public SignatureDiagnosis ConcludeValid() => DiagnosisBuilder.Valid(Subject, Ordinary.Verification!, _search);

    /// <summary>Searches; null if nothing was found.</summary>
    public SignatureDiagnosis? TryExplain()
    {
        // A match that cannot be made a second time is none: better no cause than a wrong one.
        if (_search.Run() is { } match && ProofBuilder.TryProve(Subject, match) is { } proven)
        {
            return DiagnosisBuilder.Found(Subject, Ordinary, _search, FindHashedBody(proven) ?? proven);
        }

        return Ordinary.Verdict is SignatureVerdict.Expired or SignatureVerdict.NotYetValid
            ? DiagnosisBuilder.TryOutsideWindow(Subject, Ordinary, _search)
            : null;
    }

    /// <summary>Where the signature covers a hash of the body and is right, the body is what is wrong: looks for the change that gives the hash.</summary>
    private ProvenMatch? FindHashedBody(ProvenMatch proven)
    {
        if (proven.Ordinary is not { Verdict: SignatureVerdict.Invalid } || proven.Match.Rules.Any())
        {
            return null;
        }

        for (int rule = 0; rule < _bodies.Rules.Count; rule++)
        {
            if (_bodies.GetSingle(rule) is { } body && Subject.Verify(Subject.Request with { Body = body.Body }, proven.Match.Key.Key, TimeSpan.Zero).IsValid)
            {
                return ProofBuilder.TryProve(Subject, proven.Match with { Body = body });
            }
        }

        return null;
    }

    /// <summary>The answer if another scheme finds the request valid; null if it does not.</summary>
    public SignatureDiagnosis? TryExplainBy(DiagnosisContext other, BodyVariants body)
    {
        BaselineVerification verdict = BaselineVerification.Get(other);
        if (verdict.Verification is not { IsValid: true })
        {
            return null;
        }

        var attempt = new SchemeDiagnoser(other, body, new SearchBudget(DiagnosisOptions.Default, other.Request.Body.Length, other.TimeProvider));
        return DiagnosisBuilder.Plain(Subject, Ordinary, _search, InspectionCauses.OtherScheme(Subject.Scheme.Name, other.Scheme.Name)) with
        {
            Proof = attempt.TryExplain()?.Proof,
        };
    }

    /// <summary>The answer where no change explains the signature: what is plainly wrong, else that no cause was found.</summary>
    public SignatureDiagnosis ConcludeUnexplained()
    {
        if (Ordinary.Problem is { } problem)
        {
            return DiagnosisBuilder.Plain(Subject, Ordinary, _search, InspectionCauses.UnusableInput(problem));
        }

        if (Ordinary.Verdict is SignatureVerdict.HeaderMissing)
        {
            return DiagnosisBuilder.Plain(Subject, Ordinary, _search, InspectionCauses.Unusable(Ordinary.Verdict, Ordinary.Reason));
        }

        if (Ordinary.Verdict is SignatureVerdict.HeaderMalformed && _received.Count == 0)
        {
            DiagnosisCause cause = Subject.Headers.TryGet(Subject.HeaderName, out string value) && value.Length is > 0 and < 64
                ? InspectionCauses.TooShort(Subject.HeaderName)
                : InspectionCauses.Unusable(Ordinary.Verdict, Ordinary.Reason);
            return DiagnosisBuilder.Plain(Subject, Ordinary, _search, cause);
        }

        return DiagnosisBuilder.NotFound(Subject, Ordinary, _search);
    }
}
