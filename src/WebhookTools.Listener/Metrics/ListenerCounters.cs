namespace WebhookTools.Listener.Metrics;

/// <summary>The counters behind <see cref="ListenerStatistics"/> and the metrics. Thread-safe.</summary>
internal sealed class ListenerCounters(ListenerMetrics metrics)
{
    private long _requests;
    private long _accepted;
    private long _duplicates;
    private long _unauthorized;
    private long _rejected;
    private long _alerts;
    private long _forwarded;
    private long _notForwarded;
    private long _lastAcceptedTicks;
    private int _waiting;

    /// <summary>The number of webhooks that are waiting for the journal.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <param name="elapsed">The duration of the request, or null for a stream.</param>
    public void Responded(string endpoint, int status, TimeSpan? elapsed)
    {
        Interlocked.Increment(ref _requests);
        metrics.Responded(endpoint, status, elapsed);
    }

    public void Duplicate(string protocol)
    {
        Interlocked.Increment(ref _duplicates);
        metrics.Duplicate(protocol);
    }

    /// <param name="cause">One of the constants of <see cref="RejectionCause"/>.</param>
    public void Rejected(string cause)
    {
        Interlocked.Increment(ref RejectionCause.IsUnauthorized(cause) ? ref _unauthorized : ref _rejected);
        metrics.Rejected(cause);
    }

    public void BeginWaiting() => Interlocked.Increment(ref _waiting);

    public void EndWaiting() => Interlocked.Decrement(ref _waiting);

    public void Accepted(string protocol, int alerts, DateTimeOffset at)
    {
        Interlocked.Increment(ref _accepted);
        Interlocked.Add(ref _alerts, alerts);
        Interlocked.Exchange(ref _lastAcceptedTicks, at.UtcTicks);
        metrics.Accepted(protocol, alerts);
    }

    /// <param name="outcome">One of the constants of <see cref="ForwardOutcome"/>.</param>
    public void Forwarded(string outcome)
    {
        Interlocked.Increment(ref ReferenceEquals(outcome, ForwardOutcome.Delivered) ? ref _forwarded : ref _notForwarded);
        metrics.Forwarded(outcome);
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
            Forwarded = Interlocked.Read(ref _forwarded),
            NotForwarded = Interlocked.Read(ref _notForwarded),
            LastAcceptedAt = ticks == 0 ? null : new DateTimeOffset(ticks, TimeSpan.Zero),
        };
    }
}
