using System.Runtime.CompilerServices;
using System.Threading.Channels;
using WebhookTools.Core.Alerts;

namespace WebhookTools.Listener.Followers;

/// <summary>A subscriber's queue. It is limited in alerts and bytes. An alert that does not fit replaces the oldest ones, which are counted.</summary>
internal sealed class Follower
{
    /// <summary>The maximum number of queued alerts, unless a single webhook has more.</summary>
    public const int MaximumAlerts = 4096;

    /// <summary>The maximum size of the queued alerts and their webhooks in bytes. The text of the bodies, if it is requested, takes twice as much in addition.</summary>
    public const long MaximumBytes = 32L * 1024 * 1024;

    private readonly Channel<WebhookAlert> _queue = Channel.CreateUnbounded<WebhookAlert>();
    private readonly AlertQueueLimit _limit = new(MaximumAlerts, MaximumBytes);
    private readonly Lock _gate = new();
    private long _missed;

    /// <summary>Queues an alert. Never waits.</summary>
    /// <returns>The number of older alerts that were dropped for it.</returns>
    public int Publish(WebhookAlert alert)
    {
        lock (_gate)
        {
            if (!_queue.Writer.TryWrite(alert))
            {
                return 0;
            }

            _limit.Add(alert);
            int dropped = 0;
            while (_queue.Reader.TryPeek(out WebhookAlert? oldest) && _limit.MustDrop(oldest, newest: alert))
            {
                Take(out _);
                dropped++;
            }

            _missed += dropped;
            return dropped;
        }
    }

    /// <summary>Ends the queue after the alerts that are in it.</summary>
    public void Complete() => _queue.Writer.TryComplete();

    /// <param name="onMissed">Called before the next alert with the number of alerts that were dropped before it.</param>
    /// <param name="onEnd">Called once, when the subscriber stops reading.</param>
    public async IAsyncEnumerable<WebhookAlert> ReadAllAsync(Action<long>? onMissed, Action<Follower> onEnd, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            while (await _queue.Reader.WaitToReadAsync(cancellationToken))
            {
                while (TryRead(out WebhookAlert? alert, out long missed))
                {
                    if (missed > 0)
                    {
                        onMissed?.Invoke(missed);
                    }

                    yield return alert!;
                    cancellationToken.ThrowIfCancellationRequested();
                }
            }
        }
        finally
        {
            onEnd(this);
        }
    }

    private bool TryRead(out WebhookAlert? alert, out long missed)
    {
        lock (_gate)
        {
            missed = 0;
            if (!Take(out alert))
            {
                return false;
            }

            (missed, _missed) = (_missed, 0);
            return true;
        }
    }

    private bool Take(out WebhookAlert? alert)
    {
        if (!_queue.Reader.TryRead(out alert))
        {
            return false;
        }

        _limit.Remove(alert);
        return true;
    }
}
