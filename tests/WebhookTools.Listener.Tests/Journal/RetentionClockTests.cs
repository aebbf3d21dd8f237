using WebhookTools.Listener.Journal.Files;
using WebhookTools.Tests;

namespace WebhookTools.Listener.Tests.Journal;

public sealed class RetentionClockTests
{
    private static readonly DateTimeOffset Start = JournalSamples.Noon;
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Year = TimeSpan.FromDays(365);

    private readonly ManualTimeProvider _time = new(Start);

    [Fact]
    public void A_clock_that_keeps_pace_is_followed()
    {
        RetentionClock clock = Create(Start);

        Pass(clock, Hour);
        _time.Jump(TimeSpan.FromMinutes(1));
        Pass(clock, Hour);

        Assert.Equal(Start + (2 * Hour) + TimeSpan.FromMinutes(1), clock.Now);
        Assert.False(clock.HasJumped);
    }

    [Fact]
    public void A_jump_is_not_followed_until_the_clock_has_kept_pace()
    {
        RetentionClock clock = Create(Start);

        _time.Jump(Year);
        Pass(clock, TimeSpan.Zero);
        Pass(clock, RetentionClock.ConfirmationTime - Hour);

        Assert.True(clock.HasJumped);
        Assert.Equal(Start + RetentionClock.ConfirmationTime - Hour, clock.Now);

        Pass(clock, Hour);

        Assert.False(clock.HasJumped);
        Assert.Equal(_time.GetUtcNow(), clock.Now);
    }

    [Fact]
    public void A_clock_that_was_set_right_is_followed_at_once()
    {
        RetentionClock clock = Create(Start);
        _time.Jump(Year);
        Pass(clock, Hour);

        _time.Jump(-Year);
        Pass(clock, Hour);

        Assert.False(clock.HasJumped);
        Assert.Equal(Start + (2 * Hour), clock.Now);
    }

    [Fact]
    public void A_process_that_is_stopped_between_two_readings_has_not_jumped()
    {
        var time = new StoppedTimeProvider();
        var clock = new RetentionClock(time, time.GetUtcNow());

        time.Stop = Hour;
        clock.Update();
        Assert.False(clock.HasJumped);

        clock.Update();
        Assert.False(clock.HasJumped);
        Assert.Equal(time.GetUtcNow(), clock.Now);
    }

    [Fact]
    public void Every_jump_has_to_be_confirmed_and_reported_anew()
    {
        RetentionClock clock = Create(Start);
        _time.Jump(Year);
        Pass(clock, TimeSpan.Zero);
        clock.IsReported = true;
        Pass(clock, RetentionClock.ConfirmationTime - Hour);
        Assert.True(clock.IsReported);

        _time.Jump(Year);
        Pass(clock, Hour);

        Assert.True(clock.HasJumped);
        Assert.False(clock.IsReported);
        Assert.Equal(Start + RetentionClock.ConfirmationTime, clock.Now);
    }

    [Fact]
    public void A_clock_set_back_is_followed_and_its_return_is_a_jump()
    {
        RetentionClock clock = Create(Start);
        _time.Jump(-Year);
        Pass(clock, Hour);
        Assert.Equal(Start + Hour - Year, clock.Now);

        _time.Jump(Year);
        Pass(clock, Hour);

        Assert.True(clock.HasJumped);
        Assert.Equal(Start + (2 * Hour) - Year, clock.Now);
    }

    [Fact]
    public void The_time_before_the_start_has_to_be_confirmed_as_well()
    {
        RetentionClock clock = Create(Start - Year);

        Pass(clock, TimeSpan.Zero);

        Assert.True(clock.HasJumped);
        Assert.Equal(Start - Year, clock.Now);
    }

    private RetentionClock Create(DateTimeOffset lastKnown) => new(_time, lastKnown);

    private void Pass(RetentionClock clock, TimeSpan time)
    {
        _time.Advance(time);
        clock.Update();
    }

    /// <summary>Stops the process once, after it has read the monotonic clock and before it reads the wall clock.</summary>
    private sealed class StoppedTimeProvider : TimeProvider
    {
        private TimeSpan _elapsed;

        public TimeSpan Stop { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _elapsed.Ticks;

        public override DateTimeOffset GetUtcNow()
        {
            _elapsed += Stop;
            Stop = TimeSpan.Zero;
            return Start + _elapsed;
        }
    }
}
