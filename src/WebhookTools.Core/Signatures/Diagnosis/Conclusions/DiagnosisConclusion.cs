using System.Globalization;
using WebhookTools.Core.Signatures.Diagnosis.Search;
using WebhookTools.Core.Signatures.Shapes;

namespace WebhookTools.Core.Signatures.Diagnosis.Conclusions;

/// <summary>Turns what a search found, or did not find, into the answer.</summary>
internal static class DiagnosisConclusion
{
    /// <summary>The answer for a signature that is valid.</summary>
    public static SignatureDiagnosis Valid(DiagnosisSubject subject, SignatureVerification verification, DiagnosisSearch search) =>
        Begin(subject, search, SignatureVerdict.Valid, verification.Reason);

    /// <summary>The answer for a signature that was found by some change.</summary>
    public static SignatureDiagnosis Found(DiagnosisSubject subject, OrdinaryVerdict ordinary, DiagnosisSearch search, DiagnosisMatch match, DiagnosisProof proof, SignatureVerification? changed, byte[] signature)
    {
        List<DiagnosisCause> causes = [.. match.Rules.Select(rule => rule.ToCause())];
        DiagnosisCause? time = GetTimeCause(subject);
        if (HeaderInspector.Inspect(subject, match, signature) is { } header)
        {
            causes.Add(header);
        }
        else if (time is null && changed is { IsValid: false, Verdict: SignatureVerdict.HeaderMissing or SignatureVerdict.HeaderMalformed })
        {
            causes.Add(HeaderCauses.Unusable(changed.Verdict, changed.Reason));
        }

        if (time is not null)
        {
            causes.Add(time);
        }

        return Begin(subject, search, ordinary.Verdict, ordinary.Reason) with
        {
            Causes = causes,
            Cause = string.Join(" ", causes.Select(cause => cause.Text)),
            Fix = DescribeFix(causes),
            Proof = proof,
        };
    }

    /// <summary>The answer where the cause is plain without a proof: a header is missing, a secret cannot be used.</summary>
    public static SignatureDiagnosis Plain(DiagnosisSubject subject, OrdinaryVerdict ordinary, DiagnosisSearch search, DiagnosisCause cause) =>
        Begin(subject, search, ordinary.Verdict, ordinary.Reason) with { Causes = [cause], Cause = cause.Text, Fix = DescribeFix([cause]) };

    /// <summary>The answer where nothing that was tried explains the signature.</summary>
    public static SignatureDiagnosis NotFound(DiagnosisSubject subject, OrdinaryVerdict ordinary, DiagnosisSearch search)
    {
        SignatureDiagnosis diagnosis = Begin(subject, search, ordinary.Verdict, ordinary.Reason);
        int ruledOut = diagnosis.Tried.Alone.Count(trial => trial.Outcome == DiagnosisOutcome.RuledOut);
        int pairs = diagnosis.Tried.Pairs.Sum(pair => pair.Tried);
        string tried = string.Create(CultureInfo.InvariantCulture, $"No cause was found: {ruledOut} changes alone and {pairs} pairs of them were tried, and none gives the received signature.");
        string rest = diagnosis.Tried.IsCutShort ? " The search was cut short: allow more time to try the rest." : string.Empty;
        return diagnosis with
        {
            Cause = $"{tried}{rest} Then the secret is another one than the sender's, or the body is another in a way that cannot be guessed.",
            Fix = "Compare the SHA-256 of the signed content with the sender's; give the body as the sender has it, to see where both part; make a new secret and set it on both sides.",
            Notes = [.. diagnosis.Notes, .. DescribeEmptyBody(subject)],
        };
    }

    /// <summary>The causes' fixes, each with its side.</summary>
    public static string DescribeFix(IReadOnlyList<DiagnosisCause> causes) =>
        string.Join(" ", causes.Select(cause => $"[{cause.Side.ToString().ToLowerInvariant()}] {cause.Fix}").Distinct(StringComparer.Ordinal));

    private static SignatureDiagnosis Begin(DiagnosisSubject subject, DiagnosisSearch search, SignatureVerdict verdict, string reason)
    {
        (string? expected, SignedContentPreview? content) = DescribeExpected(subject, search);
        return new SignatureDiagnosis
        {
            Verdict = verdict,
            Reason = reason,
            Scheme = subject.Scheme.Name,
            HeaderName = subject.HeaderName,
            Expected = expected,
            Received = DescribeReceived(subject),
            SignedContent = content,
            Tried = search.GetTrials(),
        };
    }

    private static (string? Expected, SignedContentPreview? Content) DescribeExpected(DiagnosisSubject subject, DiagnosisSearch search)
    {
        if (search.Content is not { } variant)
        {
            return (null, null);
        }

        SignedContent content = subject.Scheme.Compose(variant.Input);
        SignedContentPreview preview = ContentPreview.Create(subject.Anatomy.Algorithm.Mask(content));
        if (search.Keys.Count == 0 || subject.Anatomy.Algorithm is not Algorithms.SymmetricAlgorithm)
        {
            return (null, preview);
        }

        byte[] signature = new byte[subject.Anatomy.Algorithm.SignatureLength];
        subject.Anatomy.Algorithm.Sign(search.Keys[0].Key, content, signature);
        return (subject.Write(variant.Input, signature)?.Value, preview);
    }

    private static string? DescribeReceived(DiagnosisSubject subject)
    {
        if (!subject.Headers.TryGet(subject.HeaderName, out string value))
        {
            return null;
        }

        return subject.CarriesSecret
            ? string.Create(CultureInfo.InvariantCulture, $"{WebhookSecret.Mask} ({value.Length} characters)")
            : value;
    }

    private static DiagnosisCause? GetTimeCause(DiagnosisSubject subject)
    {
        if (subject.Read.Time is not { } time)
        {
            // A time in milliseconds is no time at all to a scheme that counts seconds.
            return subject.Anatomy.SignsTime && subject.Read.Problem == SignatureVerdict.HeaderMalformed
                ? TimeCauses.TryCreateForUnit(subject.Facts.Timestamp, subject.Anatomy.TimestampUnit)
                : null;
        }

        TimeSpan? tolerance = subject.Options.Tolerance ?? subject.Scheme.DefaultTolerance;
        (SignatureVerdict verdict, _) = SignatureWindow.Check(time, tolerance, subject.TimeProvider);
        return verdict == SignatureVerdict.Valid
            ? null
            : TimeCauses.Create(verdict, subject.Read.Timestamp, subject.Anatomy.TimestampUnit, time, tolerance!.Value, subject.TimeProvider.GetUtcNow());
    }

    private static IEnumerable<string> DescribeEmptyBody(DiagnosisSubject subject) =>
        subject.Request.Body.Length == 0 && subject.Scheme.CoversBody
            ? ["The body here is empty. A redirect (301, 302, 303) turns a POST into a GET without a body: give the sender the final address. Give the body as the sender has it to prove it."]
            : [];
}
