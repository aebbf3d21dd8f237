namespace WebhookTools.Core.Signatures;

/// <summary>The result of a verification, for the operator. It is never sent to the sender and never contains a secret or the expected signature.</summary>
public sealed record SignatureVerification
{
    /// <summary>Gets the verdict.</summary>
    public required SignatureVerdict Verdict { get; init; }

    /// <summary>Gets the scheme's name.</summary>
    public required string Scheme { get; init; }

    /// <summary>Gets the reason for the verdict.</summary>
    public required string Reason { get; init; }

    /// <summary>Whether the signature can be trusted.</summary>
    public bool IsValid => Verdict == SignatureVerdict.Valid;

    /// <summary>Gets the index of the secret that matched, or -1 if none did.</summary>
    public int SecretIndex { get; init; } = -1;

    /// <summary>Gets the signed timestamp, or null.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>Gets the signed message id, or null.</summary>
    public string? Id { get; init; }
}

/// <summary>The verdict on a signature.</summary>
public enum SignatureVerdict
{
    /// <summary>The signature matches, and its timestamp, if it has one, is within the tolerance.</summary>
    Valid,

    /// <summary>The signature does not match the body with any of the secrets.</summary>
    Invalid,

    /// <summary>The signature matches, but its timestamp is too old: the request is late or replayed.</summary>
    Expired,

    /// <summary>The signature matches, but its timestamp is too far in the future: a clock is wrong.</summary>
    NotYetValid,

    /// <summary>A header that the scheme needs is missing.</summary>
    HeaderMissing,

    /// <summary>A header does not have the scheme's format.</summary>
    HeaderMalformed,
}
