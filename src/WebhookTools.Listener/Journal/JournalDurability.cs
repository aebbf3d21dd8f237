namespace WebhookTools.Listener.Journal;

/// <summary>What a 2xx promises.</summary>
public enum JournalDurability
{
    /// <summary>On the device (fsync): survives a power cut.</summary>
    Synced,

    /// <summary>With the operating system: survives the process's end.</summary>
    Flushed,

    /// <summary>In the process's memory, written within a second: survives nothing.</summary>
    Buffered,
}
