using System.Globalization;
using WebhookTools.Core.Signatures;

namespace WebhookTools.Core.Diagnosis.Report;

/// <summary>A diagnosis as text for people: what is wrong, what to do, the proof, and both signatures with a mark where they part.</summary>
public static class DiagnosisReport
{
    /// <summary>The width that fits most terminals.</summary>
    public const int DefaultWidth = 100;

    /// <summary>Writes a report. Lines end with a line feed. It holds the expected signature and never the secret.</summary>
    /// <param name="diagnosis">What was found.</param>
    /// <param name="width">After how many characters texts are wrapped; signatures and content are not.</param>
    public static string Create(SignatureDiagnosis diagnosis, int width = DefaultWidth)
    {
        ArgumentNullException.ThrowIfNull(diagnosis);
        var report = new ReportText(width);
        AddVerdict(report, diagnosis);
        AddCauses(report, diagnosis);
        AddSignatures(report, diagnosis);
        AddContent(report, diagnosis);
        AddProof(report, diagnosis.Proof);
        if (diagnosis.Difference is { } difference)
        {
            report.AddLine();
            BodyDifferenceText.AddTo(report, difference);
        }

        AddTried(report, diagnosis);
        foreach (string note in diagnosis.Notes)
        {
            report.AddWrapped("Note", note);
        }

        return report.ToString();
    }

    private static void AddVerdict(ReportText report, SignatureDiagnosis diagnosis)
    {
        string scheme = diagnosis.Scheme.Length == 0 ? "no known scheme" : diagnosis.Scheme;
        string where = diagnosis.HeaderName.Length == 0 ? string.Empty : $", {diagnosis.HeaderName}";
        report.AddExact("Scheme", scheme + where);
        report.AddWrapped("Verdict", $"{Name(diagnosis.Verdict)}. {VisibleText.From(diagnosis.Reason)}");
    }

    private static void AddCauses(ReportText report, SignatureDiagnosis diagnosis)
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
            report.AddWrapped("Cause", $"{VisibleText.From(cause.Text)} [{cause.Id}]");
            report.AddWrapped("Fix", $"({cause.Side.ToString().ToLowerInvariant()}) {VisibleText.From(cause.Fix)}");
        }
    }

    private static void AddSignatures(ReportText report, SignatureDiagnosis diagnosis)
    {
        if (diagnosis.Expected is null && diagnosis.Received is null)
        {
            return;
        }

        report.AddLine();
        string expected = diagnosis.Expected ?? "not known: an input is missing";
        string received = diagnosis.Received is { } value ? VisibleText.From(value) : "nothing came";
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

    private static void AddContent(ReportText report, SignatureDiagnosis diagnosis)
    {
        if (diagnosis.SignedContent is { } content)
        {
            report.AddLine();
            report.AddExact("Signed", Describe(content) + ", as it is here");
            report.AddExact(string.Empty, Show(content));
        }
    }

    private static void AddProof(ReportText report, DiagnosisProof? proof)
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
        report.AddExact(string.Empty, $"signature  {VisibleText.From(proof.Signature)}");
    }

    private static void AddTried(ReportText report, SignatureDiagnosis diagnosis)
    {
        DiagnosisTrials tried = diagnosis.Tried;
        if (diagnosis.IsValid || diagnosis.Causes.Count > 0 || tried.Combinations == 0)
        {
            return;
        }

        report.AddLine();
        report.AddWrapped("Tried", string.Create(CultureInfo.InvariantCulture, $"{tried.Combinations} combinations in {tried.Duration.TotalMilliseconds:0} ms{(tried.IsCutShort ? "; the search was cut short" : string.Empty)}. Ruled out, alone and in pairs:"));
        foreach (IGrouping<DiagnosisCategory, DiagnosisTrial> group in tried.Alone.Where(trial => trial.Outcome == DiagnosisOutcome.RuledOut).GroupBy(trial => trial.Category).OrderBy(group => group.Key))
        {
            report.AddWrapped(string.Empty, $"{group.Key.ToString().ToLowerInvariant()}: {string.Join("; ", group.Select(trial => trial.Change).Distinct(StringComparer.Ordinal))}");
        }
    }

    private static string Show(SignedContentPreview content) => content.Length == 0 ? "(nothing)" : content.Text;

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
