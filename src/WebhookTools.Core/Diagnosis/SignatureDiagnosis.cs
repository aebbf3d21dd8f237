using WebhookTools.Core.Signatures;

namespace WebhookTools.Core.Diagnosis;

/// <summary>Why a signature does or does not match. It is for the operator, who has the secret: it holds the expected signature, and never the secret.</summary>
public sealed record SignatureDiagnosis
{
    /// <summary>Whether the signature may be trusted as it came.</summary>
    public bool IsValid => Verdict == SignatureVerdict.Valid;

    /// <summary>What an ordinary verification finds.</summary>
    public required SignatureVerdict Verdict { get; init; }

    /// <summary>What an ordinary verification says, as one sentence.</summary>
    public required string Reason { get; init; }

    /// <summary>The scheme's name.</summary>
    public required string Scheme { get; init; }

    /// <summary>The header that carries the signature.</summary>
    public required string HeaderName { get; init; }

    /// <summary>The header's value as it would have to be for this request, or null where an input is missing. A secret in it is masked.</summary>
    public string? Expected { get; init; }

    /// <summary>The header's value as it came, or null where it did not. A secret in it is masked.</summary>
    public string? Received { get; init; }

    /// <summary>The content that this side signs, or null where an input is missing.</summary>
    public SignedContentPreview? SignedContent { get; init; }

    /// <summary>What is wrong: empty when the signature is valid, or when no cause was found.</summary>
    public IReadOnlyList<DiagnosisCause> Causes { get; init; } = [];

    /// <summary>What is wrong, as text for people. It says so when no cause was found; null when the signature is valid.</summary>
    public string? Cause { get; init; }

    /// <summary>What to change, and on which side; null when the signature is valid.</summary>
    public string? Fix { get; init; }

    /// <summary>The inputs that give the received signature, or null where there are none: the signature is valid, its header is missing, no cause was found.</summary>
    public DiagnosisProof? Proof { get; init; }

    /// <summary>What was tried.</summary>
    public SearchSummary Tried { get; init; } = SearchSummary.None;

    /// <summary>Where the two bodies part, if the sender's was given and is another.</summary>
    public BodyDifference? Difference { get; init; }

    /// <summary>What else a person may want to know, one sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
