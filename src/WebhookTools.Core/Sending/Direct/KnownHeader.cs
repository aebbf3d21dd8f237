namespace WebhookTools.Core.Sending.Direct;

/// <summary>The headers of a reply that say how it is read.</summary>
internal enum KnownHeader
{
    /// <summary>One that is only shown.</summary>
    Other,

    /// <summary>How long the body is.</summary>
    ContentLength,

    /// <summary>How the body is wrapped.</summary>
    TransferEncoding,

    /// <summary>Whether the connection stays.</summary>
    Connection,

    /// <summary>What the body is.</summary>
    ContentType,

    /// <summary>When to try again.</summary>
    RetryAfter,
}
