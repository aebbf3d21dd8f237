namespace WebhookTools.Listener;

/// <summary>Counts, from any thread, what <see cref="ListenerStatistics"/> shows.</summary>
internal sealed class ListenerCounters
{
    private long _requests;
    private long _accepted;
    private long _duplicates;
    private long _unauthorized;
    private long _rejected;
    private long _alerts;
    private long _lastAcceptedTicks;
    private int _waiting;

    /// <summary>Webhooks that wait for the journal.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    public void Answered() => Interlocked.Increment(ref _requests);

    public void Duplicate() => Interlocked.Increment(ref _duplicates);

    public void Unauthorized() => Interlocked.Increment(ref _unauthorized);

    public void Rejected() => Interlocked.Increment(ref _rejected);

    public void BeginWaiting() => Interlocked.Increment(ref _waiting);

    public void EndWaiting() => Interlocked.Decrement(ref _waiting);

    public void Accepted(int alerts, DateTimeOffset at)
    {
        Interlocked.Increment(ref _accepted);
        Interlocked.Add(ref _alerts, alerts);
        Interlocked.Exchange(ref _lastAcceptedTicks, at.UtcTicks);
    }

    public ListenerStatistics Snapshot()
    {
        long ticks = Interlocked.Read(ref _lastAcceptedTicks);
        return new ListenerStatistics
        {
            Requests = Interlocked.Read(ref _requests),
            Accepted = Interlocked.Read(ref _accepted),
            Duplicates = Interlocked.Read(ref _duplicates),
            Unauthorized = Interlocked.Read(ref _unauthorized),
            Rejected = Interlocked.Read(ref _rejected),
            Alerts = Interlocked.Read(ref _alerts),
            LastAcceptedAt = ticks == 0 ? null : new DateTimeOffset(ticks, TimeSpan.Zero),
        };
    }
}
