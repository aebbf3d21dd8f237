using WebhookTools.Core.Payloads;

namespace WebhookTools.Core.Signatures;

/// <summary>A signature, and all that a request must carry for it.</summary>
public sealed record SignatureResult
{
    /// <summary>The scheme's name.</summary>
    public required string Scheme { get; init; }

    /// <summary>The header lines in their order: names as the provider writes them.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; }

    /// <summary>The value of the header that carries the signature.</summary>
    public required string Value { get; init; }

    /// <summary>The signed content, in parts: what stands before the body, whether the body is covered, what stands after it.</summary>
    public required SignedContent SignedContent { get; init; }

    /// <summary>The body to send, where the scheme writes its signature into the body (Mailgun); null: the body as it was given.</summary>
    public WebhookBody? Body { get; init; }

    /// <summary>The address to call, where the scheme adds to it what it signs (Twilio's bodySHA256); null: the address as it was given.</summary>
    public Uri? Uri { get; init; }

    /// <summary>The message id that was signed, or null where the scheme has none.</summary>
    public string? Id { get; init; }

    /// <summary>The time that was signed, or null where the scheme has none.</summary>
    public DateTimeOffset? Timestamp { get; init; }
}
