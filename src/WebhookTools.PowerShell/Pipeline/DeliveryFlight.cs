using WebhookTools.Core.Sending;

namespace WebhookTools.PowerShell.Pipeline;

/// <summary>
/// Several webhooks under way at once. The pipeline's thread sends each and, when there are as many as may be, reads the reply of the oldest, which by then is
/// there as a rule: no other thread has anything to do, which is what makes it fast. Whatever is under way for longer, because its reply is late or the
/// pipeline's thread is elsewhere, is left to <see cref="DeliveryThreads"/>.
/// </summary>
internal sealed class DeliveryFlight : IDisposable
{
    /// <summary>How long the pipeline's thread waits for a reply.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(2);

    /// <summary>How long a reply may lie unread.</summary>
    private static readonly TimeSpan LongestNeglect = TimeSpan.FromMilliseconds(20);

    private readonly int _limit;
    private readonly DeliveryThreads _threads;
    private readonly Action<Func<bool>> _await;
    private readonly Action<EndedDelivery> _report;
    private readonly Queue<PendingDelivery> _underWay = new();
    private readonly Lock _gate = new();
    private readonly ITimer _watch;
    private bool _isDisposed;

    /// <param name="limit">How many webhooks are under way at once.</param>
    /// <param name="threads">Waits for what is late.</param>
    /// <param name="await">Has the pipeline's thread wait, and do what is there to do, until it is so.</param>
    /// <param name="report">Takes what has ended.</param>
    public DeliveryFlight(int limit, DeliveryThreads threads, Action<Func<bool>> await, Action<EndedDelivery> report)
    {
        _limit = limit;
        _threads = threads;
        _await = await;
        _report = report;
        _watch = TimeProvider.System.CreateTimer(static flight => ((DeliveryFlight)flight!).LeaveOld(), this, LongestNeglect, LongestNeglect);
    }

    /// <summary>Adds a webhook whose sending has begun.</summary>
    public void Add(PendingDelivery delivery)
    {
        if (!delivery.Sending.IsUnderWay)
        {
            _threads.Add(delivery);
            return;
        }

        lock (_gate)
        {
            _underWay.Enqueue(delivery);
        }
    }

    /// <summary>Waits until there is room for another webhook, and reports what ends meanwhile.</summary>
    public void MakeRoom() => EndAllBut(_limit - 1);

    /// <summary>Waits until all have ended, and reports them.</summary>
    public void EndAll()
    {
        EndAllBut(0);
        _threads.Close();
    }

    /// <summary>Gives up what is under way.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            while (_underWay.TryDequeue(out PendingDelivery? delivery))
            {
                delivery.Sending.Abandon();
            }
        }

        _watch.Dispose();
        _threads.Close();
    }

    private void EndAllBut(int count)
    {
        while (true)
        {
            foreach (EndedDelivery ended in _threads.TakeEnded())
            {
                _report(ended);
            }

            PendingDelivery? oldest;
            lock (_gate)
            {
                if (_underWay.Count + _threads.Count <= count)
                {
                    return;
                }

                _underWay.TryDequeue(out oldest);
            }

            if (oldest is null)
            {
                _await(() => _threads.HasEnded);
            }
            else
            {
                End(oldest);
            }
        }
    }

    /// <summary>Ends a webhook on this thread, or leaves it to another one where that would take long.</summary>
    private void End(PendingDelivery delivery)
    {
        if (!delivery.Sending.IsReplyThere(Patience))
        {
            _threads.Add(delivery);
            return;
        }

        ValueTask<DeliveryResult> sending = delivery.Sending.CompleteAsync();
        if (sending.IsCompletedSuccessfully)
        {
            _report(new EndedDelivery(delivery, sending.Result, Failure: null));
        }
        else
        {
            _threads.Add(delivery with { Rest = sending.AsTask() });
        }
    }

    private void LeaveOld()
    {
        lock (_gate)
        {
            while (!_isDisposed && _underWay.TryPeek(out PendingDelivery? oldest) && TimeProvider.System.GetElapsedTime(oldest.StartedAt) >= LongestNeglect)
            {
                _threads.Add(_underWay.Dequeue());
            }
        }
    }
}
