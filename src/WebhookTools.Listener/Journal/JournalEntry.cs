using WebhookTools.Core.Alerts;
namespace WebhookTools.Listener.Journal;

/// <summary>One accepted webhook as it is kept: one line of the journal.</summary>
public sealed record JournalEntry
{
    /// <summary>Sortable by time, unique; see <see cref="JournalIdSource"/>.</summary>
    public required string Id { get; init; }

    /// <summary>When it was received.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The protocol's name.</summary>
    public required string Protocol { get; init; }

    /// <summary>The request's path.</summary>
    public required string Path { get; init; }

    /// <summary>The request's query without its question mark, what may be secret masked; null where there is none.</summary>
    public string? Query { get; init; }

    /// <summary>What the address began with as its sender called it, without a slash at the end; null where only the Host header tells it.</summary>
    public string? BaseUri { get; init; }

    /// <summary>The event's name, or null.</summary>
    public string? Event { get; init; }

    /// <summary>The client's address.</summary>
    public string? Remote { get; init; }

    /// <summary><c>verified</c>, <c>not-required</c>, ….</summary>
    public string? Signature { get; init; }

    /// <summary>Why it was refused, in the log of those that were; null in the journal.</summary>
    public string? Reason { get; init; }

    /// <summary>The headers that are kept, secrets masked.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The alerts in it. Their Body is not written: it is <see cref="Body"/>.</summary>
    public IReadOnlyList<WebhookAlert> Alerts { get; init; } = [];

    /// <summary>The body, byte for byte as received: written as JSON where <see cref="IsJson"/> says that it is, else as base64.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>How many bytes were received, where <see cref="Body"/> is only the beginning of them; else null.</summary>
    public long? BodyLength { get; init; }

    /// <summary>Whether the body was checked to be one JSON value in valid UTF-8, perhaps behind a byte-order mark.</summary>
    public bool IsJson { get; init; }
}
