using WebhookTools.Core.Diagnosis;
using WebhookTools.Core.Diagnosis.Report;

namespace WebhookTools.PowerShell.Output;

/// <summary>Why a signature does or does not match. It holds the expected signature, and never the secret.</summary>
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

    /// <summary>Whether the signature may be trusted as it came.</summary>
    public bool IsValid => _diagnosis.IsValid;

    /// <summary>What an ordinary verification finds: Valid, Invalid, Expired, NotYetValid, HeaderMissing, HeaderMalformed.</summary>
    public string Verdict { get; }

    /// <summary>What an ordinary verification says, as one sentence.</summary>
    public string Reason => _diagnosis.Reason;

    /// <summary>The scheme's name.</summary>
    public string Scheme => _diagnosis.Scheme;

    /// <summary>The header that carries the signature.</summary>
    public string HeaderName => _diagnosis.HeaderName;

    /// <summary>The header's value as it would have to be, or null where an input is missing.</summary>
    public string? Expected => _diagnosis.Expected;

    /// <summary>The header's value as it came, or null where it did not.</summary>
    public string? Received => _diagnosis.Received;

    /// <summary>What this side signs, or null where an input is missing.</summary>
    public SignedContentInfo? SignedContent { get; }

    /// <summary>What is wrong, as text; null when the signature is valid.</summary>
    public string? Cause => _diagnosis.Cause;

    /// <summary>What to change, and on which side; null when the signature is valid.</summary>
    public string? Fix => _diagnosis.Fix;

    /// <summary>The ids of the causes, stable for scripts, as body.final-newline-removed.</summary>
    public string[] CauseId { get; }

    /// <summary>The causes one by one.</summary>
    public DiagnosisCauseInfo[] Causes { get; }

    /// <summary>The inputs that give the received signature, or null.</summary>
    public DiagnosisProofInfo? Proof { get; }

    /// <summary>What was tried.</summary>
    public DiagnosisSearchInfo Tried { get; }

    /// <summary>Where the two bodies part, or null.</summary>
    public BodyDifferenceInfo? Difference { get; }

    /// <summary>What else a person may want to know.</summary>
    public string[] Notes { get; }

    /// <summary>The report for people.</summary>
    /// <param name="width">After how many characters texts are wrapped.</param>
    public string GetReport(int width = DiagnosisReport.DefaultWidth) => DiagnosisReport.Create(_diagnosis, width);

    /// <inheritdoc/>
    public override string ToString() => Cause ?? Reason;

    /// <summary>The core's diagnosis in a type that scripts know the members of.</summary>
    internal static DiagnosisInfo From(SignatureDiagnosis diagnosis) => new(diagnosis);
}
