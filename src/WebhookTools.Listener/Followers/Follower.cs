using System.Runtime.CompilerServices;
using System.Threading.Channels;
using WebhookTools.Core.Alerts;

namespace WebhookTools.Listener.Followers;

/// <summary>One follower's queue. It is bounded in alerts and in text; what does not fit pushes out the oldest, which is counted.</summary>
internal sealed class Follower
{
    /// <summary>The most alerts that wait for a follower.</summary>
    public const int MaximumAlerts = 4096;

    /// <summary>The most bytes of bodies that wait for a follower: 32 MiB, and twice more where text is made of them meanwhile.</summary>
    public const long MaximumText = 32L * 1024 * 1024;

    private readonly Channel<WebhookAlert> _waiting = Channel.CreateUnbounded<WebhookAlert>();
    private readonly Lock _gate = new();
    private long _text;
    private long _missed;

    /// <summary>Adds an alert; never waits.</summary>
    /// <returns>How many older ones it pushed out.</returns>
    public int Publish(WebhookAlert alert)
    {
        lock (_gate)
        {
            if (!_waiting.Writer.TryWrite(alert))
            {
                return 0;
            }

            int dropped = 0;
            Interlocked.Add(ref _text, TextOf(alert));
            while (_waiting.Reader.Count > MaximumAlerts || (Interlocked.Read(ref _text) > MaximumText && _waiting.Reader.Count > 1))
            {
                if (!_waiting.Reader.TryRead(out WebhookAlert? oldest))
                {
                    break;
                }

                Interlocked.Add(ref _text, -TextOf(oldest));
                Interlocked.Increment(ref _missed);
                dropped++;
            }

            return dropped;
        }
    }

    /// <summary>No more will come: the follower ends after what is waiting.</summary>
    public void Complete() => _waiting.Writer.TryComplete();

    /// <param name="onMissed">Told, before the next alert is given, how many were pushed out before it.</param>
    /// <param name="onEnd">Called once when the follower goes away.</param>
    public async IAsyncEnumerable<WebhookAlert> ReadAllAsync(Action<long>? onMissed, Action<Follower> onEnd, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            while (await _waiting.Reader.WaitToReadAsync(cancellationToken))
            {
                while (_waiting.Reader.TryRead(out WebhookAlert? alert))
                {
                    Interlocked.Add(ref _text, -TextOf(alert));
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

    private static long TextOf(WebhookAlert alert) => alert.GetBodyLength();
}
