namespace WebhookTools.Core.Signatures.Shapes;

/// <summary>What the headers of a received webhook say, or why they say nothing.</summary>
internal readonly record struct ReceivedSignature
{
    /// <summary>One or more signatures, decoded, one after the other.</summary>
    public byte[] Signatures { get; init; }

    /// <summary>The message id, or null where the scheme has none.</summary>
    public string? Id { get; init; }

    /// <summary>The signed time as the header writes it, or null where the scheme has none.</summary>
    public string? Timestamp { get; init; }

    /// <summary>The signed time, or null where the scheme has none.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary><see cref="SignatureVerdict.HeaderMissing"/>, <see cref="SignatureVerdict.HeaderMalformed"/>, or null when all could be read.</summary>
    public SignatureVerdict? Problem { get; init; }

    /// <summary>What is wrong and what was expected.</summary>
    public string? Reason { get; init; }

    /// <summary>A header did not come.</summary>
    public static ReceivedSignature Missing(string headerName, string expected) => new()
    {
        Problem = SignatureVerdict.HeaderMissing,
        Reason = $"The header '{headerName}' did not come; expected was {expected}.",
    };

    /// <summary>A header came that cannot be read. Its value is not repeated: it is the caller's, and goes to logs and terminals.</summary>
    public static ReceivedSignature Malformed(string headerName, string found, string expected) => new()
    {
        Problem = SignatureVerdict.HeaderMalformed,
        Reason = $"The header '{headerName}' cannot be read: {found}; expected was {expected}.",
    };
}
