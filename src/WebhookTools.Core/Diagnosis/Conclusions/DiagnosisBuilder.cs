using System.Globalization;
using WebhookTools.Core.Diagnosis.Search;
using WebhookTools.Core.Signatures;
using WebhookTools.Core.Signatures.Templates;

namespace WebhookTools.Core.Diagnosis.Conclusions;

/// <summary>Builds the diagnosis from the result of a search.</summary>
internal static class DiagnosisBuilder
{
    public static SignatureDiagnosis Valid(DiagnosisContext context, SignatureVerification verification, SignatureSearch search) =>
        Begin(context, search, SignatureVerdict.Valid, verification.Reason);

    public static SignatureDiagnosis Explained(DiagnosisContext context, BaselineVerification baseline, SignatureSearch search, ProvenMatch proven)
    {
        List<DiagnosisCause> causes = [.. proven.Match.Rules.Select(rule => rule.ToCause())];
        DiagnosisCause? time = GetTimeCause(context, proven.Timed);
        if (HeaderInspector.Inspect(context, proven.Match, proven.Signature) is { } header)
        {
            causes.Add(header);
        }
        else if (time is null && proven.Verification is { IsValid: false } changed)
        {
            causes.Add(changed.Verdict == SignatureVerdict.Invalid ? InspectionCauses.BodyHashDiffers(changed.Reason) : InspectionCauses.Unusable(changed.Verdict, changed.Reason));
        }

        if (time is not null)
        {
            causes.Add(time);
        }

        return Begin(context, search, baseline.Verdict, baseline.Reason) with
        {
            Causes = causes,
            Cause = string.Join(" ", causes.Select(cause => cause.Text)),
            Fix = DescribeFix(causes),
            Proof = proven.Proof,
        };
    }

    /// <summary>The diagnosis for a signature that is wrong only in its timestamp and that the search cannot reproduce. Returns null if the timestamp is within the tolerance.</summary>
    public static SignatureDiagnosis? TryOutsideTolerance(DiagnosisContext context, BaselineVerification baseline, SignatureSearch search) =>
        GetTimeCause(context, baseline.Verification) is { } time ? WithCause(context, baseline, search, time) : null;

    /// <summary>The diagnosis for a cause that needs no proof, such as a missing header or an unusable secret.</summary>
    public static SignatureDiagnosis WithCause(DiagnosisContext context, BaselineVerification baseline, SignatureSearch search, DiagnosisCause cause) =>
        Begin(context, search, baseline.Verdict, baseline.Reason) with { Causes = [cause], Cause = cause.Text, Fix = DescribeFix([cause]) };

    public static SignatureDiagnosis Unexplained(DiagnosisContext context, BaselineVerification baseline, SignatureSearch search)
    {
        SignatureDiagnosis diagnosis = Begin(context, search, baseline.Verdict, baseline.Reason);
        int ruledOut = diagnosis.Tried.Singles.Count(result => result.Outcome == RuleOutcome.RuledOut);
        int pairs = diagnosis.Tried.Pairs.Sum(pair => pair.Tried);
        string tried = string.Create(CultureInfo.InvariantCulture, $"No cause was found: none of {ruledOut} changes and {pairs} pairs of changes reproduces the received signature.");
        string rest = diagnosis.Tried.IsCutShort ? " The search was cut short; increase the time budget to try the rest." : string.Empty;
        return diagnosis with
        {
            Cause = $"{tried}{rest} Most likely the sender uses a different secret, or the body was modified in a way that cannot be guessed.",
            Fix = "Compare the SHA-256 of the signed content with the sender's. Provide the sender's body to see where the bodies differ. If both bodies are the same, generate a new secret and configure it on both sides.",
            Notes = [.. diagnosis.Notes, .. DescribeEmptyBody(context)],
        };
    }

    /// <summary>The diagnosis for a signature that is valid for its scheme, but that <c>Auto</c> rejects.</summary>
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

    public static string DescribeFix(IReadOnlyList<DiagnosisCause> causes) =>
        string.Join(" ", causes.Select(cause => $"[{cause.Side.ToString().ToLowerInvariant()}] {cause.Fix}").Distinct(StringComparer.Ordinal));

    private static SignatureDiagnosis Begin(DiagnosisContext context, SignatureSearch search, SignatureVerdict verdict, string reason)
    {
        (string? expected, SignedContentPreview? content) = DescribeExpected(context, search);
        return new SignatureDiagnosis
        {
            Verdict = verdict,
            Reason = reason,
            Scheme = context.Scheme.Name,
            HeaderName = context.HeaderName,
            Expected = expected,
            Received = DescribeReceived(context),
            SignedContent = content,
            Tried = search.GetSummary(),
        };
    }

    private static (string? Expected, SignedContentPreview? Content) DescribeExpected(DiagnosisContext context, SignatureSearch search)
    {
        if (search.Content is not { } variant)
        {
            return (null, null);
        }

        SignedContent content = context.Scheme.Compose(variant.Input);
        SignedContentPreview preview = SignedContentPreview.From(context.Descriptor.Algorithm.Mask(content));
        return (search.Keys.Count > 0 && TrySign(context, search.Keys[0].Key, content) is { } signature ? context.Write(variant.Input, signature)?.Value : null, preview);
    }

    private static byte[]? TrySign(DiagnosisContext context, byte[] key, SignedContent content)
    {
        byte[] signature = new byte[context.Descriptor.Algorithm.SignatureLength];
        try
        {
            context.Descriptor.Algorithm.Sign(key, content, signature);
            return signature;
        }
        catch (SignatureException)
        {
            // A public key can verify but not sign.
            return null;
        }
    }

    private static string? DescribeReceived(DiagnosisContext context)
    {
        if (!context.Headers.TryGet(context.HeaderName, out string value))
        {
            return null;
        }

        return context.CarriesSecret
            ? string.Create(CultureInfo.InvariantCulture, $"{WebhookSecret.Mask} ({value.Length} characters)")
            : value;
    }

    /// <summary>Checks the timestamp, as read by the scheme's own verification if available; otherwise, as found in the headers.</summary>
    private static DiagnosisCause? GetTimeCause(DiagnosisContext context, SignatureVerification? timed)
    {
        TimeSpan? tolerance = context.Options.Tolerance ?? context.Scheme.DefaultTolerance;
        DateTimeOffset? time = timed is { Verdict: SignatureVerdict.Expired or SignatureVerdict.NotYetValid } ? timed.Timestamp : context.Read.Time;
        if (time is null)
        {
            // A scheme that uses seconds cannot parse a timestamp in milliseconds.
            return context.Descriptor.SignsTime && context.Read.Problem == SignatureVerdict.HeaderMalformed
                ? TimeCauses.TryCreateForUnit(context.Metadata.Timestamp, context.Descriptor.TimestampUnit)
                : null;
        }

        (SignatureVerdict verdict, _) = ReplayWindow.Check(time, tolerance, context.TimeProvider);
        return verdict == SignatureVerdict.Valid
            ? null
            : TimeCauses.Create(verdict, context.Read.Timestamp, context.Descriptor.TimestampUnit, time.Value, tolerance!.Value, context.TimeProvider.GetUtcNow());
    }

    private static IEnumerable<string> DescribeEmptyBody(DiagnosisContext context) =>
        context.Request.Body.Length == 0 && context.Scheme.CoversBody
            ? ["The received body is empty. A redirect (301, 302, 303) turns a POST into a GET without a body: configure the sender with the final URL. Provide the sender's body to prove it."]
            : [];
}
