namespace WebhookTools.Listener.Journal.Files;

/// <summary>
/// The time by which the age of rotated files is judged. It is never ahead of the monotonic clock, so that a wall clock that jumps
/// ahead removes no file. A wall clock that stays ahead is accepted after it has kept pace with the monotonic clock for
/// <see cref="ConfirmationTime"/>. Not thread-safe.
/// </summary>
/// <param name="lastKnown">When the journal was last in use: what lies between is not confirmed by the monotonic clock either.</param>
internal sealed class RetentionClock(TimeProvider timeProvider, DateTimeOffset lastKnown)
{
    /// <summary>Long enough for someone to set a wrong clock right, and shorter than a day, because a listener may be restarted daily.</summary>
    public static readonly TimeSpan ConfirmationTime = TimeSpan.FromHours(12);

    // Time servers adjust a clock in small steps.
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    private long _timestamp = timeProvider.GetTimestamp();
    private TimeSpan? _steadyFor;

    /// <summary>The trusted time: that of the wall clock, or less while it is ahead.</summary>
    public DateTimeOffset Now { get; private set; } = lastKnown;

    /// <summary>The wall clock's time.</summary>
    public DateTimeOffset WallTime { get; private set; } = timeProvider.GetUtcNow();

    /// <summary>True if the wall clock has jumped ahead and is not accepted yet.</summary>
    public bool HasJumped => _steadyFor is not null;

    /// <summary>True if the operator knows about the jump. The next jump resets it.</summary>
    public bool IsReported { get; set; }

    /// <summary>Reads both clocks.</summary>
    public void Update()
    {
        (long timestamp, DateTimeOffset wallTime) = ReadBoth();
        TimeSpan elapsed = timeProvider.GetElapsedTime(_timestamp, timestamp);
        DateTimeOffset expected = WallTime + elapsed;
        _timestamp = timestamp;
        WallTime = wallTime;
        Now += elapsed;
        if (WallTime <= Now + Tolerance)
        {
            Accept();
        }
        else if (_steadyFor is not TimeSpan steadyFor || (WallTime - expected).Duration() > Tolerance)
        {
            _steadyFor = TimeSpan.Zero;
            IsReported = false;
        }
        else if ((_steadyFor = steadyFor + elapsed) >= ConfirmationTime)
        {
            Accept();
        }
    }

    /// <summary>Reads the clocks again if the process was stopped in between, which would look like a jump.</summary>
    private (long Timestamp, DateTimeOffset WallTime) ReadBoth()
    {
        while (true)
        {
            long timestamp = timeProvider.GetTimestamp();
            DateTimeOffset wallTime = timeProvider.GetUtcNow();
            if (timeProvider.GetElapsedTime(timestamp) < Tolerance)
            {
                return (timestamp, wallTime);
            }
        }
    }

    private void Accept()
    {
        Now = WallTime;
        _steadyFor = null;
    }
}
