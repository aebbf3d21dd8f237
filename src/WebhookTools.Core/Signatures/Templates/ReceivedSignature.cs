namespace WebhookTools.Core.Signatures.Templates;

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

    /// <summary>The verdict, if it is clear already that the signature cannot be trusted; null when all could be read.</summary>
    public SignatureVerdict? Problem { get; init; }

    /// <summary>What is wrong and what was expected.</summary>
    public string? Reason { get; init; }

    /// <summary>A header, or another place where a part of the signature should stand, did not come.</summary>
    public static ReceivedSignature Missing(string name, string expected, string place = "header") => new()
    {
        Problem = SignatureVerdict.HeaderMissing,
        Reason = $"The {place} '{name}' did not come; expected was {expected}.",
    };

    /// <summary>A header, or another place, cannot be read. Its value is not repeated: it is the caller's, and goes to logs and terminals.</summary>
    public static ReceivedSignature Malformed(string name, string found, string expected, string place = "header") => new()
    {
        Problem = SignatureVerdict.HeaderMalformed,
        Reason = $"The {place} '{name}' cannot be read: {found}; expected was {expected}.",
    };

    /// <summary>What came does not belong together.</summary>
    public static ReceivedSignature Invalid(string reason) => new()
    {
        Problem = SignatureVerdict.Invalid,
        Reason = reason,
    };
}
