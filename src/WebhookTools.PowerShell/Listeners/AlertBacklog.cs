using WebhookTools.Core.Alerts;
using WebhookTools.PowerShell.Output;

namespace WebhookTools.PowerShell.Listeners;

/// <summary>
/// Keeps the alerts of a listener until they are received, so that none is lost between Start-WebhookListener and Receive-Webhook.
/// Limited: beyond the limits the oldest alerts are dropped and counted. The journal contains all of them. Thread-safe.
/// </summary>
internal sealed class AlertBacklog
{
    private const int MaximumCount = 10_000;
    private const long MaximumBytes = 64 * 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly AlertQueueLimit _limit = new(MaximumCount, MaximumBytes);
    private readonly SortedDictionary<long, Alert> _alerts = [];
    private TaskCompletionSource _changed = NewSignal();
    private long _lastNumber;
    private long _dropped;
    private bool _isComplete;

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _alerts.Count;
            }
        }
    }

    public void Add(Alert alert)
    {
        lock (_gate)
        {
            _alerts.Add(++_lastNumber, alert);
            _limit.Add(alert.ToCore());
            while (_alerts.First() is var (number, oldest) && _limit.MustDrop(oldest.ToCore(), newest: alert.ToCore()))
            {
                Remove(number);
                _dropped++;
            }

            Signal();
        }
    }

    /// <summary>Counts alerts that were dropped before they reached the backlog.</summary>
    public void AddDropped(long count)
    {
        lock (_gate)
        {
            _dropped += count;
        }
    }

    /// <summary>Returns the number of alerts that were dropped since the last call.</summary>
    public long TakeDropped()
    {
        lock (_gate)
        {
            long dropped = _dropped;
            _dropped = 0;
            return dropped;
        }
    }

    /// <summary>Called after the last alert.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            _isComplete = true;
            Signal();
        }
    }

    /// <summary>Returns the current alerts after a number, oldest first, without removing them.</summary>
    /// <param name="after">The number of the last alert that the caller has seen; 0 for none.</param>
    /// <param name="changed">Completes when there may be more alerts.</param>
    /// <param name="isComplete">True if there will be no more alerts.</param>
    public IReadOnlyList<KeyValuePair<long, Alert>> Peek(long after, out Task changed, out bool isComplete)
    {
        lock (_gate)
        {
            changed = _changed.Task;
            isComplete = _isComplete;
            return [.. _alerts.SkipWhile(entry => entry.Key <= after)];
        }
    }

    /// <summary>Removes an alert. Returns false if another receiver has removed it.</summary>
    public bool TryTake(long number)
    {
        lock (_gate)
        {
            return Remove(number);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private bool Remove(long number)
    {
        if (!_alerts.TryGetValue(number, out Alert? alert))
        {
            return false;
        }

        _alerts.Remove(number);
        _limit.Remove(alert.ToCore());
        return true;
    }

    private void Signal()
    {
        _changed.TrySetResult();
        _changed = NewSignal();
    }
}
