using WebhookTools.Core.Alerts;

namespace WebhookTools.Listener.Journal;

/// <summary>An accepted webhook as the journal stores it: one line.</summary>
public sealed record JournalEntry
{
    /// <summary>The unique id, which sorts by time. See <see cref="JournalIdSource"/>.</summary>
    public required string Id { get; init; }

    /// <summary>The time of receipt.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The protocol name.</summary>
    public required string Protocol { get; init; }

    /// <summary>The request path.</summary>
    public required string Path { get; init; }

    /// <summary>The query without the question mark, with secrets masked. Null if the request has no query.</summary>
    public string? Query { get; init; }

    /// <summary>The scheme, host and path prefix under which the sender addressed the listener, without a trailing slash. Null if only the Host header contains it.</summary>
    public string? BaseUri { get; init; }

    /// <summary>The event name, or null.</summary>
    public string? Event { get; init; }

    /// <summary>The client address.</summary>
    public string? Remote { get; init; }

    /// <summary>The result of authentication, for example <c>verified</c> or <c>not-required</c>.</summary>
    public string? Signature { get; init; }

    /// <summary>Digests of the alerts' and the message's identity and content. After a restart, the listener recognizes repeats by them.</summary>
    public IReadOnlyList<string> Marks { get; init; } = [];

    /// <summary>The reason for the rejection. Set only in the log of rejected webhooks.</summary>
    public string? Reason { get; init; }

    /// <summary>The stored headers, with secrets masked.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The alerts in the webhook. Their bodies are not written, because <see cref="Body"/> contains them.</summary>
    public IReadOnlyList<WebhookAlert> Alerts { get; init; } = [];

    /// <summary>The body, byte for byte as received. It is written as JSON if <see cref="IsJson"/> is true, otherwise as base64.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The number of bytes received if <see cref="Body"/> is truncated. Otherwise null.</summary>
    public long? BodyLength { get; init; }

    /// <summary>True if the body was validated as one JSON value in UTF-8, optionally preceded by a byte order mark.</summary>
    public bool IsJson { get; init; }
}
