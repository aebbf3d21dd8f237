namespace WebhookTools.Core.Signatures;

/// <summary>The verdict on a signature, for the operator: never sent to the caller, and never holds a secret or the expected signature.</summary>
public sealed record SignatureVerification
{
    /// <summary>What was found.</summary>
    public required SignatureVerdict Verdict { get; init; }

    /// <summary>The scheme's name.</summary>
    public required string Scheme { get; init; }

    /// <summary>One sentence: what was found and what was expected.</summary>
    public required string Reason { get; init; }

    /// <summary>Whether the signature may be trusted.</summary>
    public bool IsValid => Verdict == SignatureVerdict.Valid;

    /// <summary>Which of the secrets matched, from 0; -1 where none did.</summary>
    public int SecretIndex { get; init; } = -1;

    /// <summary>The signed time, or null.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>The signed message id, or null.</summary>
    public string? Id { get; init; }
}
