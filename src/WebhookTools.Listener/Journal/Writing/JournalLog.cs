using System.Diagnostics.CodeAnalysis;

namespace WebhookTools.Listener.Journal.Writing;

/// <summary>Tells the operator. Safe for many threads.</summary>
internal sealed class JournalLog(Action<ListenerLogEntry>? log, TimeProvider timeProvider)
{
    /// <summary>Writes an entry.</summary>
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Whatever is wrong with the log, alerts are still to be kept.")]
    public void Write(ListenerLogLevel level, string eventId, string message)
    {
        try
        {
            log?.Invoke(new ListenerLogEntry(level, timeProvider.GetUtcNow(), eventId, message));
        }
        catch (Exception)
        {
            // There is nowhere left to say it.
        }
    }
}
