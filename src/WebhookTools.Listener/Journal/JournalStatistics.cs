namespace WebhookTools.Listener.Journal;

/// <summary>What a journal's writer counted since it was opened.</summary>
public sealed record JournalStatistics
{
    /// <summary>Entries that were made as durable as was promised.</summary>
    public required long Entries { get; init; }

    /// <summary>The bytes of <see cref="Entries"/>.</summary>
    public required long Bytes { get; init; }

    /// <summary>Writes that they took, each with one flush: many entries share one.</summary>
    public required long Batches { get; init; }

    /// <summary>Files that were completed.</summary>
    public required long Rotations { get; init; }

    /// <summary>Entries that were refused because they could not be written, or were lost from the buffer.</summary>
    public required long FailedEntries { get; init; }

    /// <summary>Bytes of entries that wait to be written at this moment.</summary>
    public required long WaitingBytes { get; init; }

    /// <summary>Bytes in the active file at this moment.</summary>
    public required long ActiveLength { get; init; }
}
