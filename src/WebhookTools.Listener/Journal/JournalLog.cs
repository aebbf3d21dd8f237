using System.Diagnostics.CodeAnalysis;

namespace WebhookTools.Listener.Journal;

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

/// <summary>The ids of what the journal logs.</summary>
internal static class JournalEvents
{
    /// <summary>Bytes of entries that were never acknowledged were cut off the end.</summary>
    public const string TornTailCut = "JournalTornTailCut";

    /// <summary>The active file was removed, replaced or changed by somebody else.</summary>
    public const string Replaced = "JournalReplaced";

    /// <summary>The active file was rotated.</summary>
    public const string Rotated = "JournalRotated";

    /// <summary>The active file could not be rotated and grows on.</summary>
    public const string RotationFailed = "JournalRotationFailed";

    /// <summary>A rotated file was removed, being past the retention's limits.</summary>
    public const string FileRemoved = "JournalFileRemoved";

    /// <summary>A compression that had been interrupted was cleared away, to be done again.</summary>
    public const string CompressionRestarted = "JournalCompressionRestarted";

    /// <summary>Rotated files could not be removed or compressed.</summary>
    public const string UpkeepFailed = "JournalUpkeepFailed";

    /// <summary>Entries cannot be made durable.</summary>
    public const string Failed = "JournalFailed";

    /// <summary>Entries can be made durable again.</summary>
    public const string Recovered = "JournalRecovered";

    /// <summary>Buffered entries were lost, the journal being closed while it could not be written.</summary>
    public const string BufferLost = "JournalBufferLost";
}
