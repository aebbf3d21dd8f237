using WebhookTools.Core.Payloads;

namespace WebhookTools.Core.Signatures;

/// <summary>What a scheme may sign of a webhook. A scheme takes what it needs and says what is missing.</summary>
public sealed record SignatureRequest
{
    /// <summary>The exact bytes on the wire.</summary>
    public required WebhookBody Body { get; init; }

    /// <summary>The message id. When signing, a scheme that needs one makes one if it is null.</summary>
    public string? Id { get; init; }

    /// <summary>The time that is signed. When signing, a scheme that needs one takes the present if it is null. Not used when verifying: there the headers say it.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>The address as the sender calls it.</summary>
    public Uri? Uri { get; init; }

    /// <summary>The HTTP method, in upper case.</summary>
    public string Method { get; init; } = "POST";

    /// <summary>The event's name, for the scheme that signs it.</summary>
    public string? Event { get; init; }

    /// <summary>The body's content type, for the schemes that sign form parameters. Null: by what the body looks like.</summary>
    public string? ContentType { get; init; }
}
