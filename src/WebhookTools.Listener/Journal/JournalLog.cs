using System.Diagnostics.CodeAnalysis;

namespace WebhookTools.Listener.Journal;

/// <summary>Writes log entries for the operator. Thread-safe.</summary>
internal sealed class JournalLog(Action<ListenerLogEntry>? log, TimeProvider timeProvider)
{
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "A failing log must not stop the journal.")]
    public void Write(ListenerLogLevel level, string eventId, string message)
    {
        try
        {
            log?.Invoke(new ListenerLogEntry(level, timeProvider.GetUtcNow(), eventId, message));
        }
        catch (Exception)
        {
            // The log is the only place to report a problem.
        }
    }
}

/// <summary>The event ids of the journal's log entries.</summary>
internal static class JournalEvents
{
    /// <summary>An incomplete entry, which was never acknowledged, was removed from the end of the file.</summary>
    public const string TornTailCut = "JournalTornTailCut";

    /// <summary>Another process removed, replaced or changed the active file.</summary>
    public const string Replaced = "JournalReplaced";

    /// <summary>The active file was rotated.</summary>
    public const string Rotated = "JournalRotated";

    /// <summary>The active file could not be rotated and continues to grow.</summary>
    public const string RotationFailed = "JournalRotationFailed";

    /// <summary>A rotated file was removed because it exceeded a retention limit.</summary>
    public const string FileRemoved = "JournalFileRemoved";

    /// <summary>The clock jumped ahead, and rotated files are therefore not removed.</summary>
    public const string ClockJumped = "JournalClockJumped";

    /// <summary>The remains of an interrupted compression were removed.</summary>
    public const string CompressionRestarted = "JournalCompressionRestarted";

    /// <summary>Rotated files could not be removed or compressed.</summary>
    public const string UpkeepFailed = "JournalUpkeepFailed";

    /// <summary>Entries cannot be made durable.</summary>
    public const string Failed = "JournalFailed";

    /// <summary>Entries can be made durable again.</summary>
    public const string Recovered = "JournalRecovered";

    /// <summary>Buffered entries were lost because the journal was closed while it could not be written.</summary>
    public const string BufferLost = "JournalBufferLost";
}
