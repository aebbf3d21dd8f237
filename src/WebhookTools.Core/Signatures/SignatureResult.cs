using WebhookTools.Core.Payloads;

namespace WebhookTools.Core.Signatures;

/// <summary>A signature and everything that the signed request must carry.</summary>
public sealed record SignatureResult
{
    /// <summary>Gets the scheme's name.</summary>
    public required string Scheme { get; init; }

    /// <summary>Gets the headers in the provider's order and spelling.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; }

    /// <summary>Gets the value of the header that carries the signature.</summary>
    public required string Value { get; init; }

    /// <summary>Gets the signed content.</summary>
    public required SignedContent SignedContent { get; init; }

    /// <summary>Gets the body to send if the scheme writes its signature into the body; null if the body is unchanged.</summary>
    public WebhookBody? Body { get; init; }

    /// <summary>Gets the URL to call if the scheme adds a parameter to it; null if the URL is unchanged.</summary>
    public Uri? Uri { get; init; }

    /// <summary>Gets the signed message id, or null if the scheme has none.</summary>
    public string? Id { get; init; }

    /// <summary>Gets the signed timestamp, or null if the scheme has none.</summary>
    public DateTimeOffset? Timestamp { get; init; }
}
