using WebhookTools.Core.Capture;

namespace WebhookTools.Core.Alerts;

/// <summary>An alert in a form that is the same for all protocols.</summary>
public sealed record WebhookAlert
{
    /// <summary>The size of an object with its empty strings and dictionaries, in bytes.</summary>
    private const int FixedSize = 400;

    /// <summary>The size of a dictionary's entry with two empty strings, in bytes.</summary>
    private const int MemberSize = 80;

    private readonly string? _body;

    /// <summary>The id: that of the journal line, a dot, and the alert's index in the line. Ids sort by time.</summary>
    public required string Id { get; init; }

    /// <summary>When the alert was received.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The name of the protocol.</summary>
    public required string Protocol { get; init; }

    /// <summary>The name of the event, or null.</summary>
    public string? Event { get; init; }

    /// <summary>The name of the alert, or null.</summary>
    public string? Name { get; init; }

    /// <summary>The status in the protocol's own words, such as firing, resolved, ALARM or OK, or null.</summary>
    public string? Status { get; init; }

    /// <summary>The severity in the sender's own words, or null.</summary>
    public string? Severity { get; init; }

    /// <summary>Identifies the same alert over time. Null if the protocol does not provide a fingerprint.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>A description in one line, or null.</summary>
    public string? Summary { get; init; }

    /// <summary>The labels, which some protocols call dimensions.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = EmptyMembers;

    /// <summary>The annotations.</summary>
    public IReadOnlyDictionary<string, string> Annotations { get; init; } = EmptyMembers;

    /// <summary>When the alert began, or null if that is unknown.</summary>
    public DateTimeOffset? StartsAt { get; init; }

    /// <summary>When the alert ended, or null if it continues or that is unknown.</summary>
    public DateTimeOffset? EndsAt { get; init; }

    /// <summary>The whole payload as JSON text, or null if it is not JSON.</summary>
    public string? Body
    {
        get => _body ?? Webhook?.Text;
        init => _body = value;
    }

    /// <summary>The webhook that the alert was received in, which all of its alerts share; null if it is not available.</summary>
    public OriginalWebhook? Webhook { get; init; }

    /// <summary>The source of <see cref="Body"/>: the same object for all alerts of one webhook.</summary>
    public object? Payload => _body ?? (object?)Webhook;

    private static Dictionary<string, string> EmptyMembers { get; } = new(StringComparer.Ordinal);

    /// <summary>
    /// Returns the request that the alert was received in, as the journal stores it: the body byte for byte and the recorded headers,
    /// with secrets masked. Null if the alert comes neither from a listener nor from a journal.
    /// </summary>
    /// <exception cref="CaptureException">The journal line is damaged.</exception>
    public CapturedRequest? GetRequest() => Webhook?.GetRequest();

    /// <summary>Returns the approximate memory size in bytes, without the webhook that the alerts share.</summary>
    public long GetSize() =>
        FixedSize
        + SizeOf(Id) + SizeOf(Event) + SizeOf(Name) + SizeOf(Status) + SizeOf(Severity) + SizeOf(Fingerprint) + SizeOf(Summary) + SizeOf(_body)
        + SizeOf(Labels) + SizeOf(Annotations);

    private static long SizeOf(string? text) => sizeof(char) * (text?.Length ?? 0L);

    private static long SizeOf(IReadOnlyDictionary<string, string> members)
    {
        long size = 0;
        foreach ((string name, string value) in members)
        {
            size += MemberSize + SizeOf(name) + SizeOf(value);
        }

        return size;
    }
}
