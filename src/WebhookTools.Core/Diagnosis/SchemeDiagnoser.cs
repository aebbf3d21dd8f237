using WebhookTools.Core.Diagnosis.Conclusions;
using WebhookTools.Core.Diagnosis.Search;
using WebhookTools.Core.Signatures;

namespace WebhookTools.Core.Diagnosis;

/// <summary>Diagnoses a request against one scheme.</summary>
internal sealed class SchemeDiagnoser
{
    private readonly SignatureSearch _search;
    private readonly BodyVariants _bodies;
    private readonly IReadOnlyList<SignatureCandidate> _received;

    public SchemeDiagnoser(DiagnosisContext context, BodyVariants bodies, SearchBudget budget)
    {
        Context = context;
        Baseline = BaselineVerification.Get(context);
        _bodies = bodies;
        _received = SignatureCandidate.Collect(context);
        _search = new SignatureSearch(context, _received, bodies, budget);
    }

    public DiagnosisContext Context { get; }

    /// <summary>The result of a normal verification.</summary>
    public BaselineVerification Baseline { get; }

    public SignatureDiagnosis GetValid() => DiagnosisBuilder.Valid(Context, Baseline.Verification!, _search);

    /// <summary>Searches for a cause. Returns null if none was found.</summary>
    public SignatureDiagnosis? TryExplain()
    {
        // A match without proof is discarded: no cause is better than a wrong one.
        if (_search.Run() is { } match && ProofBuilder.TryProve(Context, match) is { } proven)
        {
            return DiagnosisBuilder.Explained(Context, Baseline, _search, FindHashedBody(proven) ?? proven);
        }

        return Baseline.Verdict is SignatureVerdict.Expired or SignatureVerdict.NotYetValid
            ? DiagnosisBuilder.TryOutsideTolerance(Context, Baseline, _search)
            : null;
    }

    /// <summary>If the signature covers a hash of the body and is correct, the body is wrong. Searches for the body transformation that yields the signed hash.</summary>
    private ProvenMatch? FindHashedBody(ProvenMatch proven)
    {
        if (proven.Verification is not { Verdict: SignatureVerdict.Invalid } || proven.Match.Rules.Any())
        {
            return null;
        }

        for (int rule = 0; rule < _bodies.Rules.Count; rule++)
        {
            if (_bodies.GetSingle(rule) is { } body && Context.Verify(Context.Request with { Body = body.Body }, proven.Match.Key.Key, TimeSpan.Zero).IsValid)
            {
                return ProofBuilder.TryProve(Context, proven.Match with { Body = body });
            }
        }

        return null;
    }

    /// <summary>Returns a diagnosis if the request is valid for another scheme; otherwise, null.</summary>
    public SignatureDiagnosis? TryExplainBy(DiagnosisContext other, BodyVariants body)
    {
        BaselineVerification verification = BaselineVerification.Get(other);
        if (verification.Verification is not { IsValid: true })
        {
            return null;
        }

        var diagnoser = new SchemeDiagnoser(other, body, new SearchBudget(DiagnosisOptions.Default, other.Request.Body.Length, other.TimeProvider));
        return DiagnosisBuilder.WithCause(Context, Baseline, _search, InspectionCauses.OtherScheme(Context.Scheme.Name, other.Scheme.Name)) with
        {
            Proof = diagnoser.TryExplain()?.Proof,
        };
    }

    /// <summary>The diagnosis if the search found nothing: an obvious problem, or that no cause was found.</summary>
    public SignatureDiagnosis GetUnexplained()
    {
        if (Baseline.Problem is { } problem)
        {
            return DiagnosisBuilder.WithCause(Context, Baseline, _search, InspectionCauses.UnusableInput(problem));
        }

        if (Baseline.Verdict is SignatureVerdict.HeaderMissing)
        {
            return DiagnosisBuilder.WithCause(Context, Baseline, _search, InspectionCauses.Unusable(Baseline.Verdict, Baseline.Reason));
        }

        if (Baseline.Verdict is SignatureVerdict.HeaderMalformed && _received.Count == 0)
        {
            DiagnosisCause cause = Context.Headers.TryGet(Context.HeaderName, out string value) && value.Length is > 0 and < 64
                ? InspectionCauses.TooShort(Context.HeaderName)
                : InspectionCauses.Unusable(Baseline.Verdict, Baseline.Reason);
            return DiagnosisBuilder.WithCause(Context, Baseline, _search, cause);
        }

        return DiagnosisBuilder.Unexplained(Context, Baseline, _search);
    }
}
