using System.Runtime.CompilerServices;
using System.Threading.Channels;
using WebhookTools.Core.Alerts;

namespace WebhookTools.Listener.Followers;

/// <summary>A subscriber's queue. It is limited in alerts and bytes. An alert that does not fit replaces the oldest ones, which are counted.</summary>
internal sealed class Follower
{
    /// <summary>The maximum number of queued alerts.</summary>
    public const int MaximumAlerts = 4096;

    /// <summary>The maximum size of the queued bodies in bytes. Their text, if it is requested, takes twice as much in addition.</summary>
    public const long MaximumBytes = 32L * 1024 * 1024;

    private readonly Channel<WebhookAlert> _queue = Channel.CreateUnbounded<WebhookAlert>();
    private readonly Lock _gate = new();
    private long _bytes;
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

            int dropped = 0;
            Interlocked.Add(ref _bytes, SizeOf(alert));
            while (_queue.Reader.Count > MaximumAlerts || (Interlocked.Read(ref _bytes) > MaximumBytes && _queue.Reader.Count > 1))
            {
                if (!_queue.Reader.TryRead(out WebhookAlert? oldest))
                {
                    break;
                }

                Interlocked.Add(ref _bytes, -SizeOf(oldest));
                Interlocked.Increment(ref _missed);
                dropped++;
            }

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
                while (_queue.Reader.TryRead(out WebhookAlert? alert))
                {
                    Interlocked.Add(ref _bytes, -SizeOf(alert));
                    long missed = Interlocked.Exchange(ref _missed, 0);
                    if (missed > 0)
                    {
                        onMissed?.Invoke(missed);
                    }

                    yield return alert;
                    cancellationToken.ThrowIfCancellationRequested();
                }
            }
        }
        finally
        {
            onEnd(this);
        }
    }

    private static long SizeOf(WebhookAlert alert) => alert.GetBodyLength();
}
