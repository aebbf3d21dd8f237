using System.Globalization;
using WebhookTools.Core.Signatures;

namespace WebhookTools.Core.Diagnosis.Report;

/// <summary>Formats a diagnosis as a text report: the cause, the fix, the proof, and both signatures with a marker at the first difference.</summary>
public static class DiagnosisReport
{
    /// <summary>The default width of a report in characters.</summary>
    public const int DefaultWidth = 100;

    /// <summary>Creates a report. Lines end with a line feed. It contains the expected signature, but never the secret.</summary>
    /// <param name="diagnosis">The diagnosis.</param>
    /// <param name="width">The width in characters at which text is wrapped. Signatures and content are not wrapped.</param>
    public static string Create(SignatureDiagnosis diagnosis, int width = DefaultWidth)
    {
        ArgumentNullException.ThrowIfNull(diagnosis);
        var report = new ReportWriter(width);
        AddVerdict(report, diagnosis);
        AddCauses(report, diagnosis);
        AddSignatures(report, diagnosis);
        AddContent(report, diagnosis);
        AddProof(report, diagnosis.Proof);
        if (diagnosis.Difference is { } difference)
        {
            report.AddLine();
            AddDifference(report, difference);
        }

        AddTried(report, diagnosis);
        foreach (string note in diagnosis.Notes)
        {
            report.AddWrapped("Note", note);
        }

        return report.ToString();
    }

    private static void AddVerdict(ReportWriter report, SignatureDiagnosis diagnosis)
    {
        string scheme = diagnosis.Scheme.Length == 0 ? "not detected" : diagnosis.Scheme;
        string where = diagnosis.HeaderName.Length == 0 ? string.Empty : $", {diagnosis.HeaderName}";
        report.AddExact("Scheme", scheme + where);
        report.AddWrapped("Verdict", $"{Name(diagnosis.Verdict)}. {EscapedText.From(diagnosis.Reason)}");
    }

    private static void AddCauses(ReportWriter report, SignatureDiagnosis diagnosis)
    {
        if (diagnosis.IsValid)
        {
            return;
        }

        report.AddLine();
        if (diagnosis.Causes.Count == 0)
        {
            report.AddWrapped("Cause", diagnosis.Cause ?? string.Empty);
            report.AddWrapped("Fix", diagnosis.Fix ?? string.Empty);
            return;
        }

        foreach (DiagnosisCause cause in diagnosis.Causes)
        {
            report.AddWrapped("Cause", $"{EscapedText.From(cause.Text)} [{cause.Id}]");
            report.AddWrapped("Fix", $"({cause.Side.ToString().ToLowerInvariant()}) {EscapedText.From(cause.Fix)}");
        }
    }

    private static void AddSignatures(ReportWriter report, SignatureDiagnosis diagnosis)
    {
        if (diagnosis.Expected is null && diagnosis.Received is null)
        {
            return;
        }

        report.AddLine();
        string expected = diagnosis.Expected ?? "unknown: an input is missing";
        string received = diagnosis.Received is { } value ? EscapedText.From(value) : "missing";
        if (diagnosis is { Expected: not null, Received: not null })
        {
            report.AddCompared("Expected", expected, "Received", received);
        }
        else
        {
            report.AddExact("Expected", expected);
            report.AddExact("Received", received);
        }
    }

    private static void AddContent(ReportWriter report, SignatureDiagnosis diagnosis)
    {
        if (diagnosis.SignedContent is { } content)
        {
            report.AddLine();
            report.AddExact("Signed", Describe(content) + " (as received)");
            report.AddExact(string.Empty, Show(content));
        }
    }

    private static void AddProof(ReportWriter report, DiagnosisProof? proof)
    {
        if (proof is null)
        {
            return;
        }

        report.AddLine();
        report.AddWrapped("Proof", proof.Check);
        report.AddExact(string.Empty, $"algorithm  {proof.Algorithm}");
        report.AddExact(string.Empty, $"key        {proof.Key}");
        report.AddExact(string.Empty, $"content    {Describe(proof.SignedContent)}");
        report.AddExact(string.Empty, $"           {Show(proof.SignedContent)}");
        report.AddExact(string.Empty, $"signature  {EscapedText.From(proof.Signature)}");
    }

    private static void AddDifference(ReportWriter report, BodyDifference difference)
    {
        report.AddWrapped("Bodies", string.Create(CultureInfo.InvariantCulture, $"The first difference is at byte {difference.Offset} (line {difference.Line}, column {difference.Column}). Sender's body: {difference.ExpectedLength} bytes; received body: {difference.ReceivedLength} bytes."));
        if (difference.Change is { } change)
        {
            report.AddWrapped(string.Empty, $"Change from sender to receiver: {change}.");
        }

        int hexWidth = Math.Max(difference.Expected.Hex.Length, difference.Received.Hex.Length);
        AddExcerpt(report, "sender", difference.Expected, hexWidth);
        AddExcerpt(report, "received", difference.Received, hexWidth);
    }

    private static void AddExcerpt(ReportWriter report, string label, BodyExcerpt excerpt, int hexWidth)
    {
        const int HexWidthOfByte = 3;
        report.AddExact(string.Empty, $"{label,-10}{excerpt.Hex.PadRight(hexWidth)}  {excerpt.Text}");
        int hexPlace = excerpt.Mark * HexWidthOfByte;
        int textPlace = EscapedText.From(excerpt.Bytes.Span[..excerpt.Mark]).Length;
        bool isEnd = excerpt.Mark == excerpt.Bytes.Length;
        string hexMark = new string(' ', hexPlace) + (isEnd ? "^ends here" : "^^");
        report.AddExact(string.Empty, new string(' ', 10) + hexMark.PadRight(hexWidth) + "  " + new string(' ', textPlace) + "^");
    }

    private static void AddTried(ReportWriter report, SignatureDiagnosis diagnosis)
    {
        SearchSummary tried = diagnosis.Tried;
        if (diagnosis.IsValid || diagnosis.Causes.Count > 0 || tried.Combinations == 0)
        {
            return;
        }

        report.AddLine();
        report.AddWrapped("Tried", string.Create(CultureInfo.InvariantCulture, $"{tried.Combinations} combinations in {tried.Duration.TotalMilliseconds:0} ms{(tried.IsCutShort ? "; the search was cut short" : string.Empty)}. Ruled out, alone and in pairs:"));
        foreach (IGrouping<DiagnosisCategory, RuleResult> group in tried.Singles.Where(result => result.Outcome == RuleOutcome.RuledOut).GroupBy(result => result.Category).OrderBy(group => group.Key))
        {
            report.AddWrapped(string.Empty, $"{group.Key.ToString().ToLowerInvariant()}: {string.Join("; ", group.Select(result => result.Change).Distinct(StringComparer.Ordinal))}");
        }
    }

    private static string Show(SignedContentPreview content) => content.Length == 0 ? "(empty)" : content.Text;

    private static string Describe(SignedContentPreview content) =>
        string.Create(CultureInfo.InvariantCulture, $"{content.Length} byte{(content.Length == 1 ? string.Empty : "s")}, sha256 {content.Sha256}");

    private static string Name(SignatureVerdict verdict) => verdict switch
    {
        SignatureVerdict.NotYetValid => "not yet valid",
        SignatureVerdict.HeaderMissing => "header missing",
        SignatureVerdict.HeaderMalformed => "header malformed",
        _ => verdict.ToString().ToLowerInvariant(),
    };
}
