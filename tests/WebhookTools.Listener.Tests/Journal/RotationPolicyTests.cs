using WebhookTools.Listener.Journal.Files;

namespace WebhookTools.Listener.Tests.Journal;

public sealed class RotationPolicyTests
{
    private const long Maximum = 1000;
    private static readonly TimeZoneInfo Plus2 = TimeZoneInfo.CreateCustomTimeZone("plus2", TimeSpan.FromHours(2), "plus2", "plus2");
    private static readonly DateTimeOffset Noon = JournalSamples.Noon;

    [Theory]
    [InlineData(900, 100, false)]
    [InlineData(900, 101, true)]
    [InlineData(1, 5000, true)]
    [InlineData(0, 5000, false)]
    public void An_entry_that_does_not_fit_starts_a_new_file_unless_the_file_is_empty(long length, int size, bool rotates) =>
        Assert.Equal(rotates, Policy().RotatesBefore(length == 0 ? null : EntryTimeRange.Of(Noon), length, Noon, size));

    [Fact]
    public void Without_a_maximum_size_a_file_grows_without_limit() =>
        Assert.False(new RotationPolicy(0, daily: false, Plus2).RotatesBefore(EntryTimeRange.Of(Noon), long.MaxValue / 2, Noon, 1));

    [Fact]
    public void The_first_entry_of_a_local_day_starts_a_new_file()
    {
        // Ten at night in UTC is midnight here.
        EntryTimeRange span = EntryTimeRange.Of(Noon);

        Assert.False(Policy().RotatesBefore(span, 10, Noon.Date.AddHours(22).AddTicks(-1).ToUtc(), 10));
        Assert.True(Policy().RotatesBefore(span, 10, Noon.Date.AddHours(22).ToUtc(), 10));
        Assert.False(new RotationPolicy(Maximum, daily: false, Plus2).RotatesBefore(span, 10, Noon.AddDays(3), 10));
    }

    [Fact]
    public void A_step_back_of_the_clock_over_midnight_within_the_disorder_does_not_rotate()
    {
        DateTimeOffset midnight = Noon.Date.AddHours(22).ToUtc();
        EntryTimeRange span = EntryTimeRange.Of(midnight);

        Assert.False(Policy().RotatesBefore(span, 10, midnight.AddMinutes(-1), 10));
        Assert.False(Policy().RotatesBefore(span.With(midnight.AddMinutes(-1)), 10, midnight.AddMinutes(1), 10));
    }

    [Fact]
    public void Setting_the_clock_back_rotates_at_most_once()
    {
        EntryTimeRange? span = null;
        int rotations = 0;
        DateTimeOffset[] times =
        [
            .. Minutes(Noon, 10),
            .. Minutes(Noon.AddHours(-3), 500),
            .. Minutes(Noon.AddDays(-2), 10),
        ];
        foreach (DateTimeOffset time in times)
        {
            if (Policy().RotatesBefore(span, 10, time, 1))
            {
                rotations++;
                span = null;
            }

            span = span?.With(time) ?? EntryTimeRange.Of(time);
        }

        // Two steps back; 500 minutes from nine o'clock do not reach midnight here.
        Assert.Equal(2, rotations);
    }

    [Fact]
    public void A_clock_that_was_years_ahead_and_is_corrected_rotates_daily_again()
    {
        EntryTimeRange leapt = EntryTimeRange.Of(Noon.AddYears(4));
        Assert.True(Policy().RotatesBefore(leapt, 10, Noon, 1));

        EntryTimeRange back = EntryTimeRange.Of(Noon);
        Assert.True(Policy().RotatesBefore(back, 10, Noon.AddDays(1), 1));
    }

    private static RotationPolicy Policy() => new(Maximum, daily: true, Plus2);

    private static IEnumerable<DateTimeOffset> Minutes(DateTimeOffset from, int count) =>
        Enumerable.Range(0, count).Select(minute => from.AddMinutes(minute));
}

file static class DateTimeExtensions
{
    public static DateTimeOffset ToUtc(this DateTime time) => new(time, TimeSpan.Zero);
}
