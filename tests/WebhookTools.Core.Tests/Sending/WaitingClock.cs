using System.Threading.Channels;
using WebhookTools.Tests;

namespace WebhookTools.Core.Tests.Sending;

/// <summary>A clock that a test moves. It reports the timers that are set, so that a test knows that a delay has begun and how long it is.</summary>
internal sealed class WaitingClock : TimeProvider
{
    private readonly ManualTimeProvider _clock = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly Channel<TimeSpan> _timers = Channel.CreateUnbounded<TimeSpan>();

    public override long TimestampFrequency => _clock.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => _clock.GetUtcNow();

    public override long GetTimestamp() => _clock.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ITimer timer = _clock.CreateTimer(callback, state, dueTime, period);
        _timers.Writer.TryWrite(dueTime);
        return timer;
    }

    public void Advance(TimeSpan by) => _clock.Advance(by);

    /// <summary>Completes when a delay between attempts has begun, and returns its length. Timeouts of attempts do not count.</summary>
    public async Task<TimeSpan> NextWaitAsync(TimeSpan attemptTimeout)
    {
        while (true)
        {
            TimeSpan due = await _timers.Reader.ReadAsync(TestContext.Current.CancellationToken);
            if (due != attemptTimeout)
            {
                return due;
            }
        }
    }

    /// <summary>Lets every delay pass until the delivery ends, and returns their lengths.</summary>
    public async Task<List<TimeSpan>> PassWaitsAsync(Task delivery, TimeSpan attemptTimeout)
    {
        List<TimeSpan> waits = [];
        while (true)
        {
            Task<bool> next = _timers.Reader.WaitToReadAsync(TestContext.Current.CancellationToken).AsTask();
            if (await Task.WhenAny(next, delivery) == delivery)
            {
                return waits;
            }

            while (_timers.Reader.TryRead(out TimeSpan due))
            {
                if (due != attemptTimeout)
                {
                    waits.Add(due);
                    Advance(due);
                }
            }
        }
    }
}
