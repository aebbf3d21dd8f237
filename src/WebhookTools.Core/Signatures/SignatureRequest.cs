using WebhookTools.Core.Payloads;

namespace WebhookTools.Core.Signatures;

/// <summary>The parts of a webhook that a scheme may sign. A scheme uses those that it needs and reports a missing one.</summary>
public sealed record SignatureRequest
{
    /// <summary>Gets the body, exactly as it is sent.</summary>
    public required WebhookBody Body { get; init; }

    /// <summary>Gets the message id. A scheme that signs one creates one if it is null.</summary>
    public string? Id { get; init; }

    /// <summary>Gets the timestamp to sign; null for the current time. A verification reads it from the headers instead.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>Gets the URL that the sender calls.</summary>
    public Uri? Uri { get; init; }

    /// <summary>Gets the HTTP method in upper case. The default is <c>POST</c>.</summary>
    public string Method { get; init; } = "POST";

    /// <summary>Gets the event's name, for the schemes that sign it.</summary>
    public string? Event { get; init; }

    /// <summary>Gets the body's content type, for the schemes that sign form parameters; null to infer it from the body.</summary>
    public string? ContentType { get; init; }

    /// <summary>Returns the URL as it was given: parsing and formatting it could change what was signed.</summary>
    /// <exception cref="SignatureException">There is no absolute URL.</exception>
    internal string RequireAddress(string scheme) =>
        Uri is { IsAbsoluteUri: true } ? Uri.OriginalString : throw SignatureErrors.SignedAddressMissing(scheme);
}
