namespace WebhookTools.Listener.Journal.Writing;

/// <summary>Counts for <see cref="JournalStatistics"/>. Thread-safe.</summary>
internal sealed class JournalCounters
{
    private long _entries;
    private long _bytes;
    private long _batches;
    private long _rotations;
    private long _failedEntries;
    private long _activeLength;

    public void Appended(int entries, int bytes, long activeLength)
    {
        Interlocked.Add(ref _entries, entries);
        Interlocked.Add(ref _bytes, bytes);
        Interlocked.Increment(ref _batches);
        Interlocked.Exchange(ref _activeLength, activeLength);
    }

    public void Rotated() => Interlocked.Increment(ref _rotations);

    public void Failed(int entries) => Interlocked.Add(ref _failedEntries, entries);

    public void Opened(long activeLength) => Interlocked.Exchange(ref _activeLength, activeLength);

    public JournalStatistics Snapshot(long waitingBytes) => new()
    {
        Entries = Interlocked.Read(ref _entries),
        Bytes = Interlocked.Read(ref _bytes),
        Batches = Interlocked.Read(ref _batches),
        Rotations = Interlocked.Read(ref _rotations),
        FailedEntries = Interlocked.Read(ref _failedEntries),
        WaitingBytes = waitingBytes,
        ActiveLength = Interlocked.Read(ref _activeLength),
    };
}
