using WebhookTools.Core;
using WebhookTools.Listener;

namespace WebhookTools.PowerShell.Output;

/// <summary>A log message of a listener. Secrets are masked.</summary>
public sealed class ListenerLogMessage
{
    /// <summary>The maximum length of a message. A script block can write the body of every alert.</summary>
    private const int MaximumLength = 4096;

    private ListenerLogMessage(ListenerLogEntry entry)
    {
        Time = entry.Time;
        Level = entry.Level.ToString();
        EventId = entry.EventId;
        Message = entry.Message.Length <= MaximumLength ? entry.Message : entry.Message[..MaximumLength] + "…";
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
    public override string ToString() => $"{Time:O} {Level} {EventId}: {DisplayText.Escape(Message)}";

    internal static ListenerLogMessage From(ListenerLogEntry entry) => new(entry);
}
