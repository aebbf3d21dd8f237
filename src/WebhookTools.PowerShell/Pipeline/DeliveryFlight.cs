using System.Diagnostics.CodeAnalysis;
using WebhookTools.Core.Sending;

namespace WebhookTools.PowerShell.Pipeline;

/// <summary>
/// Several webhooks under way at once. The pipeline's thread makes some ready, sends them one right after the other, and when there are as many as may be, reads the
/// reply of the oldest, which by then is there as a rule. No other thread has anything to do, and a receiver is woken once for all that it is sent at once: which is
/// what makes it fast. Whatever waits for longer, because its reply is late or the pipeline's thread is elsewhere, is left to <see cref="DeliveryThreads"/>.
/// </summary>
internal sealed class DeliveryFlight : IDisposable
{
    /// <summary>How long the pipeline's thread waits for a reply.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(2);

    /// <summary>How long a webhook may wait to be sent, and a reply lie unread.</summary>
    private static readonly TimeSpan LongestNeglect = TimeSpan.FromMilliseconds(20);

    /// <summary>How many are sent at once at most.</summary>
    private const int LargestVolley = 16;

    private readonly int _limit;
    private readonly int _volley;
    private readonly DeliveryThreads _threads;
    private readonly Action<Func<bool>> _await;
    private readonly Action<EndedDelivery> _report;
    private readonly Queue<PendingDelivery> _ready = new();
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

        // While half of them are made ready, the receiver replies to the other half.
        _volley = Math.Clamp(limit / 2, 1, LargestVolley);
        _threads = threads;
        _await = await;
        _report = report;
        _watch = TimeProvider.System.CreateTimer(static flight => ((DeliveryFlight)flight!).LeaveOld(), this, LongestNeglect, LongestNeglect);
    }

    /// <summary>Adds a webhook that is ready to be sent. Where no other one is, it is sent at once.</summary>
    public void Add(PendingDelivery delivery)
    {
        if (!delivery.Sending.IsDirect)
        {
            _threads.Add(delivery);
            return;
        }

        bool isToGo;
        lock (_gate)
        {
            _ready.Enqueue(delivery);
            isToGo = _ready.Count >= _volley || _underWay.Count + _threads.Count == 0;
        }

        if (isToGo)
        {
            SendReady(_report);
        }
    }

    /// <summary>Waits until there is room for another webhook, and reports what ends meanwhile.</summary>
    public void MakeRoom() => EndAllBut(_limit - 1);

    /// <summary>Waits until all have ended, and reports them.</summary>
    public void EndAll()
    {
        SendReady(_report);
        EndAllBut(0);
        _threads.Close();
    }

    /// <summary>Sends what is ready, where the pipeline broke off and nobody hears of it any more.</summary>
    public void SendRest() => SendReady(static _ => { });

    /// <summary>Gives up what is under way.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _ready.Clear();
            while (_underWay.TryDequeue(out PendingDelivery? delivery))
            {
                delivery.Sending.Abandon();
            }
        }

        _watch.Dispose();
        _threads.Close();
    }

    /// <summary>Sends what is ready, in its order, and reports what cannot be sent.</summary>
    /// <returns>Whether there was any.</returns>
    private bool SendReady(Action<EndedDelivery> report)
    {
        bool isAny = false;
        while (TryTake(_ready, out PendingDelivery? delivery))
        {
            isAny = true;
            try
            {
                delivery.Sending.Send();
            }
            catch (Exception exception)
            {
                report(new EndedDelivery(delivery, Result: null, exception));
                continue;
            }

            lock (_gate)
            {
                _underWay.Enqueue(delivery);
            }
        }

        return isAny;
    }

    private void EndAllBut(int count)
    {
        while (true)
        {
            foreach (EndedDelivery ended in _threads.TakeEnded())
            {
                _report(ended);
            }

            if (Count <= count)
            {
                return;
            }

            if (TryTake(_underWay, out PendingDelivery? oldest))
            {
                End(oldest);
            }
            else if (!SendReady(_report))
            {
                _await(() => _threads.HasEnded);
            }
        }
    }

    private int Count
    {
        get
        {
            lock (_gate)
            {
                return _ready.Count + _underWay.Count + _threads.Count;
            }
        }
    }

    private bool TryTake(Queue<PendingDelivery> queue, [NotNullWhen(true)] out PendingDelivery? delivery)
    {
        lock (_gate)
        {
            return queue.TryDequeue(out delivery);
        }
    }

    /// <summary>Ends a webhook on this thread, or leaves it to another one where that would take long.</summary>
    private void End(PendingDelivery delivery)
    {
        if (!IsReplyThere(delivery))
        {
            _threads.Add(delivery);
            return;
        }

        ValueTask<DeliveryResult> sending = delivery.Sending.CompleteAsync();
        if (sending.IsCompletedSuccessfully)
        {
            // Blocks nobody: it has ended, and well.
            _report(new EndedDelivery(delivery, sending.Result, Failure: null));
        }
        else
        {
            _threads.Add(delivery with { Rest = sending.AsTask() });
        }
    }

    /// <summary>Before this thread waits, what is ready sets out.</summary>
    private bool IsReplyThere(PendingDelivery delivery)
    {
        if (delivery.Sending.IsReplyThere(TimeSpan.Zero))
        {
            return true;
        }

        SendReady(_report);
        return delivery.Sending.IsReplyThere(Patience);
    }

    private void LeaveOld()
    {
        lock (_gate)
        {
            LeaveOld(_underWay);
            LeaveOld(_ready);
        }
    }

    private void LeaveOld(Queue<PendingDelivery> queue)
    {
        while (!_isDisposed && queue.TryPeek(out PendingDelivery? oldest) && TimeProvider.System.GetElapsedTime(oldest.StartedAt) >= LongestNeglect)
        {
            _threads.Add(queue.Dequeue());
        }
    }
}
