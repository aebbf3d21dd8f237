namespace WebhookTools.Listener.Journal;

/// <summary>The counters of a journal writer since it was opened.</summary>
public sealed record JournalStatistics
{
    /// <summary>The number of entries written with the requested durability.</summary>
    public required long Entries { get; init; }

    /// <summary>The total size of <see cref="Entries"/> in bytes.</summary>
    public required long Bytes { get; init; }

    /// <summary>The number of writes. Many entries can share one write and one flush.</summary>
    public required long Batches { get; init; }

    /// <summary>The number of rotations.</summary>
    public required long Rotations { get; init; }

    /// <summary>The number of entries that could not be written, including buffered entries that were lost.</summary>
    public required long FailedEntries { get; init; }

    /// <summary>The size in bytes of the entries that are queued.</summary>
    public required long WaitingBytes { get; init; }

    /// <summary>The size of the active file in bytes.</summary>
    public required long ActiveLength { get; init; }
}
