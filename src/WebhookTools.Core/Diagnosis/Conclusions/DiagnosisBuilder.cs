using System.Globalization;
using WebhookTools.Core.Diagnosis.Search;
using WebhookTools.Core.Signatures;
using WebhookTools.Core.Signatures.Templates;

namespace WebhookTools.Core.Diagnosis.Conclusions;

/// <summary>Turns what a search found, or did not find, into the answer.</summary>
internal static class DiagnosisBuilder
{
    /// <summary>The answer for a signature that is valid.</summary>
    public static SignatureDiagnosis Valid(DiagnosisContext subject, SignatureVerification verification, SignatureSearch search) =>
        Begin(subject, search, SignatureVerdict.Valid, verification.Reason);

    /// <summary>The answer for a signature that was found by some change.</summary>
    public static SignatureDiagnosis Found(DiagnosisContext subject, BaselineVerification ordinary, SignatureSearch search, ProvenMatch proven)
    {
        List<DiagnosisCause> causes = [.. proven.Match.Rules.Select(rule => rule.ToCause())];
        DiagnosisCause? time = GetTimeCause(subject, proven.Timed);
        if (HeaderInspector.Inspect(subject, proven.Match, proven.Signature) is { } header)
        {
            causes.Add(header);
        }
        else if (time is null && proven.Ordinary is { IsValid: false } changed)
        {
            causes.Add(changed.Verdict == SignatureVerdict.Invalid ? InspectionCauses.NotCovered(changed.Reason) : InspectionCauses.Unusable(changed.Verdict, changed.Reason));
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
            Proof = proven.Proof,
        };
    }

    /// <summary>The answer for a signature whose time alone is wrong, and whose content the scheme recognises by a way of its own.</summary>
    public static SignatureDiagnosis? TryOutsideWindow(DiagnosisContext subject, BaselineVerification ordinary, SignatureSearch search) =>
        GetTimeCause(subject, ordinary.Verification) is { } time ? Plain(subject, ordinary, search, time) : null;

    /// <summary>The answer where the cause is plain without a proof: a header is missing, a secret cannot be used.</summary>
    public static SignatureDiagnosis Plain(DiagnosisContext subject, BaselineVerification ordinary, SignatureSearch search, DiagnosisCause cause) =>
        Begin(subject, search, ordinary.Verdict, ordinary.Reason) with { Causes = [cause], Cause = cause.Text, Fix = DescribeFix([cause]) };

    /// <summary>The answer where nothing that was tried explains the signature.</summary>
    public static SignatureDiagnosis NotFound(DiagnosisContext subject, BaselineVerification ordinary, SignatureSearch search)
    {
        SignatureDiagnosis diagnosis = Begin(subject, search, ordinary.Verdict, ordinary.Reason);
        int ruledOut = diagnosis.Tried.Alone.Count(trial => trial.Outcome == RuleOutcome.RuledOut);
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

    /// <summary>The answer where the signature holds by its scheme, and Auto does not take it without that scheme's name.</summary>
    public static SignatureDiagnosis NotByAuto(SignatureDiagnosis diagnosis, BaselineVerification auto)
    {
        DiagnosisCause cause = InspectionCauses.NotByAuto(diagnosis.Scheme, auto.Reason, auto.Problem?.RecommendedAction);
        return diagnosis with
        {
            Verdict = auto.Verdict,
            Reason = auto.Reason,
            Causes = [cause],
            Cause = cause.Text,
            Fix = DescribeFix([cause]),
        };
    }

    /// <summary>The causes' fixes, each with its side.</summary>
    public static string DescribeFix(IReadOnlyList<DiagnosisCause> causes) =>
        string.Join(" ", causes.Select(cause => $"[{cause.Side.ToString().ToLowerInvariant()}] {cause.Fix}").Distinct(StringComparer.Ordinal));

    private static SignatureDiagnosis Begin(DiagnosisContext subject, SignatureSearch search, SignatureVerdict verdict, string reason)
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

    private static (string? Expected, SignedContentPreview? Content) DescribeExpected(DiagnosisContext subject, SignatureSearch search)
    {
        if (search.Content is not { } variant)
        {
            return (null, null);
        }

        SignedContent content = subject.Scheme.Compose(variant.Input);
        SignedContentPreview preview = SignedContentPreview.From(subject.Anatomy.Algorithm.Mask(content));
        return (search.Keys.Count > 0 && TrySign(subject, search.Keys[0].Key, content) is { } signature ? subject.Write(variant.Input, signature)?.Value : null, preview);
    }

    private static byte[]? TrySign(DiagnosisContext subject, byte[] key, SignedContent content)
    {
        byte[] signature = new byte[subject.Anatomy.Algorithm.SignatureLength];
        try
        {
            subject.Anatomy.Algorithm.Sign(key, content, signature);
            return signature;
        }
        catch (SignatureException)
        {
            // A public key verifies and cannot sign.
            return null;
        }
    }

    private static string? DescribeReceived(DiagnosisContext subject)
    {
        if (!subject.Headers.TryGet(subject.HeaderName, out string value))
        {
            return null;
        }

        return subject.CarriesSecret
            ? string.Create(CultureInfo.InvariantCulture, $"{WebhookSecret.Mask} ({value.Length} characters)")
            : value;
    }

    /// <summary>What is wrong with the time, by the scheme's own verification where it can be asked, else by what the headers say.</summary>
    private static DiagnosisCause? GetTimeCause(DiagnosisContext subject, SignatureVerification? timed)
    {
        TimeSpan? tolerance = subject.Options.Tolerance ?? subject.Scheme.DefaultTolerance;
        DateTimeOffset? time = timed is { Verdict: SignatureVerdict.Expired or SignatureVerdict.NotYetValid } ? timed.Timestamp : subject.Read.Time;
        if (time is null)
        {
            // A time in milliseconds is no time at all to a scheme that counts seconds.
            return subject.Anatomy.SignsTime && subject.Read.Problem == SignatureVerdict.HeaderMalformed
                ? TimeCauses.TryCreateForUnit(subject.Facts.Timestamp, subject.Anatomy.TimestampUnit)
                : null;
        }

        (SignatureVerdict verdict, _) = ReplayWindow.Check(time, tolerance, subject.TimeProvider);
        return verdict == SignatureVerdict.Valid
            ? null
            : TimeCauses.Create(verdict, subject.Read.Timestamp, subject.Anatomy.TimestampUnit, time.Value, tolerance!.Value, subject.TimeProvider.GetUtcNow());
    }

    private static IEnumerable<string> DescribeEmptyBody(DiagnosisContext subject) =>
        subject.Request.Body.Length == 0 && subject.Scheme.CoversBody
            ? ["The body here is empty. A redirect (301, 302, 303) turns a POST into a GET without a body: give the sender the final address. Give the body as the sender has it to prove it."]
            : [];
}
