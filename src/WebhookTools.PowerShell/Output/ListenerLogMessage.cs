using WebhookTools.Listener;

namespace WebhookTools.PowerShell.Output;

/// <summary>Something that a listener told its operator. Secrets are masked.</summary>
public sealed class ListenerLogMessage
{
    private ListenerLogMessage(ListenerLogEntry entry)
    {
        Time = entry.Time;
        Level = entry.Level.ToString();
        EventId = entry.EventId;
        Message = entry.Message;
    }

    /// <summary>When it was.</summary>
    public DateTimeOffset Time { get; }

    /// <summary>How much it matters: Debug, Information, Warning or Error.</summary>
    public string Level { get; }

    /// <summary>Stable and searchable, as <c>SignatureRefused</c>.</summary>
    public string EventId { get; }

    /// <summary>One sentence.</summary>
    public string Message { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Time:O} {Level} {EventId}: {Message}";

    /// <summary>The core's entry in a type that scripts know the members of.</summary>
    internal static ListenerLogMessage From(ListenerLogEntry entry) => new(entry);
}
