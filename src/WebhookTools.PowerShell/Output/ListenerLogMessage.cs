using WebhookTools.Listener;

namespace WebhookTools.PowerShell.Output;

/// <summary>A log message of a listener. Secrets are masked.</summary>
public sealed class ListenerLogMessage
{
    private ListenerLogMessage(ListenerLogEntry entry)
    {
        Time = entry.Time;
        Level = entry.Level.ToString();
        EventId = entry.EventId;
        Message = entry.Message;
    }

    /// <summary>The time of the event.</summary>
    public DateTimeOffset Time { get; }

    /// <summary>The level: Debug, Information, Warning or Error.</summary>
    public string Level { get; }

    /// <summary>The stable event id, for example <c>SignatureRefused</c>.</summary>
    public string EventId { get; }

    /// <summary>The message text.</summary>
    public string Message { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Time:O} {Level} {EventId}: {Message}";

    internal static ListenerLogMessage From(ListenerLogEntry entry) => new(entry);
}
