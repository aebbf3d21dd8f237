using WebhookTools.Core.Signatures;

namespace WebhookTools.Core.Diagnosis;

/// <summary>Why a signature matches or does not. It is for the operator, who has the secret: it contains the expected signature, but never the secret.</summary>
public sealed record SignatureDiagnosis
{
    /// <summary>True if the signature is valid as received.</summary>
    public bool IsValid => Verdict == SignatureVerdict.Valid;

    /// <summary>The verdict of a normal verification.</summary>
    public required SignatureVerdict Verdict { get; init; }

    /// <summary>The reason for the verdict, as a sentence.</summary>
    public required string Reason { get; init; }

    /// <summary>The name of the scheme, or an empty string if none was detected.</summary>
    public required string Scheme { get; init; }

    /// <summary>The name of the header that carries the signature, or an empty string if no scheme was detected.</summary>
    public required string HeaderName { get; init; }

    /// <summary>The header value that is valid for this request, or null if an input is missing. A secret in it is masked.</summary>
    public string? Expected { get; init; }

    /// <summary>The received header value, or null if the header is missing. A secret in it is masked.</summary>
    public string? Received { get; init; }

    /// <summary>The content that the scheme signs for this request, or null if an input is missing.</summary>
    public SignedContentPreview? SignedContent { get; init; }

    /// <summary>The causes. Empty if the signature is valid or no cause was found.</summary>
    public IReadOnlyList<DiagnosisCause> Causes { get; init; } = [];

    /// <summary>The causes as text, or the statement that no cause was found. Null if the signature is valid.</summary>
    public string? Cause { get; init; }

    /// <summary>The fixes as text, each with the side that needs it. Null if the signature is valid.</summary>
    public string? Fix { get; init; }

    /// <summary>The inputs that reproduce the received signature, or null if there is no cause or the cause needs no proof.</summary>
    public DiagnosisProof? Proof { get; init; }

    /// <summary>What the search tried.</summary>
    public SearchSummary Tried { get; init; } = SearchSummary.None;

    /// <summary>The first difference between the sender's body and the received body, or null if they are equal or the sender's is unknown.</summary>
    public BodyDifference? Difference { get; init; }

    /// <summary>Further remarks, one sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
