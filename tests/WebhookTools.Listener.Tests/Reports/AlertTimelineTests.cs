using WebhookTools.Listener.Reports;
using WebhookTools.Listener.Tests.Support;

namespace WebhookTools.Listener.Tests.Reports;

public sealed class AlertTimelineTests
{
    private static readonly DateTimeOffset Start = TestListener.Start;

    [Fact]
    public void Notifications_become_segments_with_one_status_each()
    {
        AlertTimeline timeline = Timeline(
            now: 100,
            Notification(10, "firing", startsAt: 5),
            Notification(20, "firing", startsAt: 5),
            Notification(30, "resolved", endsAt: 28),
            Notification(70, "firing", startsAt: 68));

        Assert.Equal([(5, 28), (28, 68), (68, null)], timeline.Segments.Select(segment => (Minute(segment.From), segment.To is { } end ? Minute(end) : (int?)null)));
        Assert.Equal([2, 1, 1], timeline.Segments.Select(segment => segment.Notifications.Count));
        Assert.Equal(2, timeline.Episodes);
        Assert.Equal(TimeSpan.FromMinutes(23 + 32), timeline.BadTime);
        Assert.Equal(TimeSpan.FromMinutes(32), timeline.LongestBad);
        Assert.Equal(TimeSpan.FromMinutes(40), timeline.LongestGap);
    }

    [Fact]
    public void A_second_start_without_an_end_is_recognized()
    {
        AlertTimeline timeline = Timeline(now: 60, Notification(10, "firing", startsAt: 5), Notification(50, "firing", startsAt: 45));

        Assert.Equal([(5, 45), (45, null)], timeline.Segments.Select(segment => (Minute(segment.From), segment.To is { } end ? Minute(end) : (int?)null)));
        Assert.Equal(2, timeline.Episodes);
    }

    [Fact]
    public void A_senders_wrong_clock_does_not_reorder_segments()
    {
        AlertTimeline timeline = Timeline(now: 60, Notification(10, "firing", startsAt: 500), Notification(20, "resolved", endsAt: 2), Notification(30, "ALARM"));

        Assert.Equal([10, 20, 30], timeline.Segments.Select(segment => Minute(segment.From)));
        Assert.All(timeline.Segments, segment => Assert.True(segment.To is null || segment.To >= segment.From));
    }

    [Fact]
    public void An_alert_without_a_status_has_one_neutral_segment()
    {
        AlertTimeline timeline = Timeline(now: 60, Notification(10, null), Notification(20, null));

        Assert.Equal(2, Assert.Single(timeline.Segments).Notifications.Count);
        Assert.Equal(0, timeline.Episodes);
        Assert.Null(timeline.LongestBad);
        Assert.Null(timeline.LongestGap);
        Assert.Empty(Timeline(now: 1).Segments);
    }

    [Theory]
    [InlineData(0, "less than 1 s")]
    [InlineData(59, "59 s")]
    [InlineData(60, "1 min")]
    [InlineData(3_599, "59 min 59 s")]
    [InlineData(3_600, "1 h")]
    [InlineData(90_000, "1 d 1 h")]
    public void A_duration_is_formatted_with_its_two_largest_units(int seconds, string text) =>
        Assert.Equal(text, DurationText.Of(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public async Task The_report_draws_the_timeline()
    {
        await using TestListener listener = await TestListener.StartAsync();
        (await listener.PostAsync("/", """{"alarm_id":"f","alarm_name":"disk","state":"ALARM"}""")).Dispose();
        listener.Clock.Advance(TimeSpan.FromMinutes(10));
        (await listener.PostAsync("/", """{"alarm_id":"f","alarm_name":"disk","state":"OK"}""")).Dispose();
        listener.Clock.Advance(TimeSpan.FromMinutes(30));

        using HttpResponseMessage page = await listener.GetAsync("/report/f");
        string html = await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Contains("<rect class=\"tone-bad\" x=\"0\" y=\"6\" width=\"250\"", html, StringComparison.Ordinal);
        Assert.Contains("<rect class=\"tone-good\" x=\"250\" y=\"6\" width=\"750\"", html, StringComparison.Ordinal);
        Assert.Contains(">10 min</td>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("style=", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
    }

    private static AlertTimeline Timeline(int now, params AlertNotification[] history) => AlertTimeline.Of(history, Start.AddMinutes(now));

    private static AlertNotification Notification(int minute, string? status, int? startsAt = null, int? endsAt = null) => new(
        $"{minute:D5}",
        Start.AddMinutes(minute),
        status,
        startsAt is { } start ? Start.AddMinutes(start) : null,
        endsAt is { } end ? Start.AddMinutes(end) : null);

    private static int Minute(DateTimeOffset time) => (int)(time - Start).TotalMinutes;
}
