using WebhookTools.Core.Diagnosis;
using WebhookTools.Core.Diagnosis.Report;

namespace WebhookTools.PowerShell.Output;

/// <summary>Why a signature matches or does not. It contains the expected signature, but never the secret.</summary>
public sealed class DiagnosisInfo
{
    private readonly SignatureDiagnosis _diagnosis;

    private DiagnosisInfo(SignatureDiagnosis diagnosis)
    {
        _diagnosis = diagnosis;
        Verdict = diagnosis.Verdict.ToString();
        SignedContent = SignedContentInfo.From(diagnosis.SignedContent);
        CauseId = [.. diagnosis.Causes.Select(cause => cause.Id)];
        Causes = [.. diagnosis.Causes.Select(cause => new DiagnosisCauseInfo(cause))];
        Proof = diagnosis.Proof is null ? null : new DiagnosisProofInfo(diagnosis.Proof);
        Tried = new DiagnosisSearchInfo(diagnosis.Tried);
        Difference = diagnosis.Difference is null ? null : new BodyDifferenceInfo(diagnosis.Difference);
        Notes = [.. diagnosis.Notes];
    }

    /// <summary>True if the signature is valid as received.</summary>
    public bool IsValid => _diagnosis.IsValid;

    /// <summary>The verdict of a normal verification: Valid, Invalid, Expired, NotYetValid, HeaderMissing or HeaderMalformed.</summary>
    public string Verdict { get; }

    /// <summary>The reason for the verdict, as a sentence.</summary>
    public string Reason => _diagnosis.Reason;

    /// <summary>The name of the scheme.</summary>
    public string Scheme => _diagnosis.Scheme;

    /// <summary>The header that carries the signature.</summary>
    public string HeaderName => _diagnosis.HeaderName;

    /// <summary>The header value that is valid for this request, or null if an input is missing.</summary>
    public string? Expected => _diagnosis.Expected;

    /// <summary>The received header value, or null if the header is missing.</summary>
    public string? Received => _diagnosis.Received;

    /// <summary>The content that the scheme signs for this request, or null if an input is missing.</summary>
    public SignedContentInfo? SignedContent { get; }

    /// <summary>The causes as text. Null if the signature is valid.</summary>
    public string? Cause => _diagnosis.Cause;

    /// <summary>The fixes as text, each with the side that needs it. Null if the signature is valid.</summary>
    public string? Fix => _diagnosis.Fix;

    /// <summary>The stable ids of the causes, such as body.final-newline-removed.</summary>
    public string[] CauseId { get; }

    /// <summary>The causes.</summary>
    public DiagnosisCauseInfo[] Causes { get; }

    /// <summary>The inputs that reproduce the received signature, or null if there is no proof.</summary>
    public DiagnosisProofInfo? Proof { get; }

    /// <summary>What the search tried.</summary>
    public DiagnosisSearchInfo Tried { get; }

    /// <summary>The first difference from the sender's body, or null if they are equal or the sender's body is unknown.</summary>
    public BodyDifferenceInfo? Difference { get; }

    /// <summary>Further remarks.</summary>
    public string[] Notes { get; }

    /// <summary>Formats the diagnosis as a text report.</summary>
    /// <param name="width">The width in characters at which text is wrapped.</param>
    public string GetReport(int width = DiagnosisReport.DefaultWidth) => DiagnosisReport.Create(_diagnosis, width);

    /// <inheritdoc/>
    public override string ToString() => Cause ?? Reason;

    internal static DiagnosisInfo From(SignatureDiagnosis diagnosis) => new(diagnosis);
}
