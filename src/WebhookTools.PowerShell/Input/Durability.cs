namespace WebhookTools.PowerShell.Input;

/// <summary>What a listener promises with a 2xx.</summary>
public enum Durability
{
    /// <summary>On the device (fsync): survives a power cut.</summary>
    Synced,

    /// <summary>With the operating system: survives the process's end.</summary>
    Flushed,

    /// <summary>In the process's memory, written within a second: survives nothing.</summary>
    Buffered,
}
