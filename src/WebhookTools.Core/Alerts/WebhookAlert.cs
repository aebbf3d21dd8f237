using WebhookTools.Core.Capture;

namespace WebhookTools.Core.Alerts;

/// <summary>An alert, whatever protocol it came by.</summary>
public sealed record WebhookAlert
{
    private readonly string? _body;

    /// <summary>The id of its journal line, and behind a dot its number in it: sortable by time.</summary>
    public required string Id { get; init; }

    /// <summary>When it was received.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The protocol's name.</summary>
    public required string Protocol { get; init; }

    /// <summary>The event's name, or null.</summary>
    public string? Event { get; init; }

    /// <summary>What the alert is called, or null.</summary>
    public string? Name { get; init; }

    /// <summary>Its status in the protocol's own words: firing, resolved, ALARM, OK.</summary>
    public string? Status { get; init; }

    /// <summary>Its severity in the sender's own words, or null.</summary>
    public string? Severity { get; init; }

    /// <summary>What is the same for the same alert over time, or null where the protocol has nothing such.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>One line for people, or null.</summary>
    public string? Summary { get; init; }

    /// <summary>The labels, or the protocol's dimensions.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = EmptyMembers;

    /// <summary>The annotations.</summary>
    public IReadOnlyDictionary<string, string> Annotations { get; init; } = EmptyMembers;

    /// <summary>Since when, or null.</summary>
    public DateTimeOffset? StartsAt { get; init; }

    /// <summary>Until when, or null while it lasts.</summary>
    public DateTimeOffset? EndsAt { get; init; }

    /// <summary>The whole payload as JSON text; null if it was not JSON.</summary>
    public string? Body
    {
        get => _body ?? Webhook?.Text;
        init => _body = value;
    }

    /// <summary>The webhook that it came in, where that is at hand; the alerts of one webhook share it.</summary>
    public OriginalWebhook? Webhook { get; init; }

    /// <summary>What <see cref="Body"/> is made of: the same object for all alerts of one webhook.</summary>
    public object? Payload => _body ?? (object?)Webhook;

    private static Dictionary<string, string> EmptyMembers { get; } = new(StringComparer.Ordinal);

    /// <summary>
    /// The request that it came in, as the journal keeps it: the body byte for byte, the headers that are kept, what is secret
    /// masked. The alerts of one webhook share it. Null for an alert that no listener and no journal gave.
    /// </summary>
    /// <exception cref="CaptureException">It is read from a line of a journal, and a member of the line is damaged.</exception>
    public CapturedRequest? GetRequest() => Webhook?.GetRequest();

    /// <summary>About how long the body is, in bytes, without making text of it.</summary>
    public int GetBodyLength() => _body?.Length ?? Webhook?.Length ?? 0;
}
