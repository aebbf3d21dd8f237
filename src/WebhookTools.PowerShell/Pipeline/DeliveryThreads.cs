using WebhookTools.Core.Sending;

namespace WebhookTools.PowerShell.Pipeline;

/// <summary>
/// Waits for the replies of several webhooks at once, each on a thread of its own, which may be blocked. A thread is started when a webhook comes and
/// all others are busy. The pipeline's thread adds, and takes what has ended.
/// </summary>
/// <param name="start">Starts a thread.</param>
/// <param name="wake">Has the pipeline's thread look up.</param>
internal sealed class DeliveryThreads(Action<Action<CancellationToken>> start, Action wake)
{
    private readonly object _gate = new();
    private readonly Queue<PendingDelivery> _waiting = new();
    private readonly Queue<EndedDelivery> _ended = new();
    private int _count;
    private int _idle;
    private bool _isClosed;

    /// <summary>How many there are whose end was not taken yet.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _count;
            }
        }
    }

    /// <summary>Whether something has ended and was not taken yet.</summary>
    public bool HasEnded
    {
        get
        {
            lock (_gate)
            {
                return _ended.Count > 0;
            }
        }
    }

    /// <summary>Adds a webhook.</summary>
    public void Add(PendingDelivery delivery)
    {
        lock (_gate)
        {
            _count++;
            _waiting.Enqueue(delivery);
            if (_idle > 0)
            {
                _idle--;
                Monitor.Pulse(_gate);
                return;
            }
        }

        start(Work);
    }

    /// <summary>Takes what has ended since the last time, in the order in which it ended.</summary>
    public IReadOnlyList<EndedDelivery> TakeEnded()
    {
        lock (_gate)
        {
            if (_ended.Count == 0)
            {
                return [];
            }

            EndedDelivery[] ended = [.. _ended];
            _ended.Clear();
            _count -= ended.Length;
            return ended;
        }
    }

    /// <summary>Lets the threads end: nothing more comes.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            Monitor.PulseAll(_gate);
        }
    }

    private void Work(CancellationToken cancellationToken)
    {
        using CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(static threads => ((DeliveryThreads)threads!).Close(), this);
        while (TryTake(out PendingDelivery? delivery))
        {
            EndedDelivery ended = End(delivery);
            lock (_gate)
            {
                _ended.Enqueue(ended);
            }

            wake();
        }
    }

    private static EndedDelivery End(PendingDelivery delivery)
    {
        try
        {
            Task<DeliveryResult> sending = delivery.Rest ?? delivery.Sending.CompleteAsync().AsTask();

            // The thread is there to wait for this.
            return new EndedDelivery(delivery, sending.GetAwaiter().GetResult(), Failure: null);
        }
        catch (Exception exception)
        {
            return new EndedDelivery(delivery, Result: null, exception);
        }
    }

    private bool TryTake([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out PendingDelivery? delivery)
    {
        lock (_gate)
        {
            while (!_waiting.TryDequeue(out delivery))
            {
                if (_isClosed)
                {
                    return false;
                }

                _idle++;
                Monitor.Wait(_gate);
            }

            return true;
        }
    }
}
