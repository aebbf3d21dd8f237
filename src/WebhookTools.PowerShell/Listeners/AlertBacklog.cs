using WebhookTools.PowerShell.Output;

namespace WebhookTools.PowerShell.Listeners;

/// <summary>
/// Keeps the alerts of a listener until they are received, so that none is lost between Start and Receive.
/// Bounded: the oldest give way, and are counted; the journal has them all. Safe for many threads.
/// </summary>
internal sealed class AlertBacklog
{
    /// <summary>The most alerts that are kept.</summary>
    public const int MaximumCount = 10_000;

    /// <summary>The most bytes of payloads that are kept, so that a few huge ones do not fill the memory.</summary>
    public const long MaximumBytes = 64 * 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly SortedDictionary<long, Alert> _alerts = [];
    private TaskCompletionSource _changed = NewSignal();
    private long _lastNumber;
    private long _bytes;
    private long _dropped;
    private bool _isComplete;

    /// <summary>How many alerts wait.</summary>
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

    /// <summary>Adds an alert.</summary>
    public void Add(Alert alert)
    {
        lock (_gate)
        {
            _alerts.Add(++_lastNumber, alert);
            _bytes += Size(alert);
            while (_alerts.Count > 1 && (_alerts.Count > MaximumCount || _bytes > MaximumBytes))
            {
                Remove(_alerts.Keys.First());
                _dropped++;
            }

            Signal();
        }
    }

    /// <summary>Counts alerts that were lost before they came here.</summary>
    public void AddDropped(long count)
    {
        lock (_gate)
        {
            _dropped += count;
        }
    }

    /// <summary>How many alerts gave way since this was last asked.</summary>
    public long TakeDropped()
    {
        lock (_gate)
        {
            long dropped = _dropped;
            _dropped = 0;
            return dropped;
        }
    }

    /// <summary>No more alerts will come.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            _isComplete = true;
            Signal();
        }
    }

    /// <summary>The alerts behind a number, oldest first, as they are now. Looking does not take them.</summary>
    /// <param name="after">The number of the last alert that was looked at; 0 for none.</param>
    /// <param name="changed">Completes when there may be more.</param>
    /// <param name="isComplete">Whether no more will come.</param>
    public IReadOnlyList<KeyValuePair<long, Alert>> Look(long after, out Task changed, out bool isComplete)
    {
        lock (_gate)
        {
            changed = _changed.Task;
            isComplete = _isComplete;
            return [.. _alerts.SkipWhile(entry => entry.Key <= after)];
        }
    }

    /// <summary>Takes an alert; false when another receiver was faster.</summary>
    public bool TryTake(long number)
    {
        lock (_gate)
        {
            return Remove(number);
        }
    }

    private static long Size(Alert alert) => alert.BodyLength;

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private bool Remove(long number)
    {
        if (!_alerts.TryGetValue(number, out Alert? alert))
        {
            return false;
        }

        _alerts.Remove(number);
        _bytes -= Size(alert);
        return true;
    }

    private void Signal()
    {
        _changed.TrySetResult();
        _changed = NewSignal();
    }
}
