using WebhookTools.Core.Alerts;
using WebhookTools.Listener.Deduplication;
using WebhookTools.Listener.Tests.Support;
using WebhookTools.Tests;

namespace WebhookTools.Listener.Tests.Deduplication;

public sealed class DeduplicationTests
{
    [Fact]
    public async Task A_duplicate_is_acknowledged_and_not_journaled_again()
    {
        await using TestListener listener = await TestListener.StartAsync();
        string body = Notification(("f", "firing"));

        using HttpResponseMessage first = await listener.PostAsync("/webhook", body);
        using HttpResponseMessage second = await listener.PostAsync("/webhook", body);

        Assert.Equal(200, (int)second.StatusCode);
        Assert.Equal(
            await first.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            await second.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Single(listener.Journal.Entries);
        Assert.Equal((1L, 1L, 1L), (listener.Listener.Statistics.Accepted, listener.Listener.Statistics.Duplicates, listener.Listener.Statistics.Alerts));
    }

    [Fact]
    public async Task A_webhook_after_the_window_is_not_a_duplicate_and_duplicates_do_not_extend_the_window()
    {
        await using TestListener listener = await TestListener.StartAsync();
        string body = Notification(("f", "firing"));
        (await listener.PostAsync("/webhook", body)).Dispose();

        listener.Clock.Advance(TimeSpan.FromSeconds(59));
        (await listener.PostAsync("/webhook", body)).Dispose();
        Assert.Single(listener.Journal.Entries);
        listener.Clock.Advance(TimeSpan.FromSeconds(1));
        (await listener.PostAsync("/webhook", body)).Dispose();

        Assert.Equal(2, listener.Journal.Entries.Count);
    }

    [Fact]
    public async Task Status_changes_are_never_lost()
    {
        await using TestListener listener = await TestListener.StartAsync();

        foreach (string status in new[] { "firing", "firing", "resolved", "resolved", "firing", "resolved" })
        {
            (await listener.PostAsync("/webhook", Notification(("f", status)))).Dispose();
        }

        Assert.Equal(["firing", "resolved", "firing", "resolved"], listener.Journal.Entries.Select(entry => entry.Alerts[0].Status!), StringComparer.Ordinal);
        Assert.Equal(2, listener.Listener.Statistics.Duplicates);
    }

    [Fact]
    public async Task A_notification_with_one_new_alert_is_journaled_with_that_alert_only()
    {
        await using TestListener listener = await TestListener.StartAsync();
        (await listener.PostAsync("/webhook", Notification(("a", "firing"), ("b", "firing")))).Dispose();

        (await listener.PostAsync("/webhook", Notification(("a", "firing"), ("c", "firing"), ("b", "resolved"), ("c", "firing")))).Dispose();

        Assert.Equal(2, listener.Journal.Entries.Count);
        Assert.Equal(["c", "b"], listener.Journal.Entries[1].Alerts.Select(alert => alert.Fingerprint!), StringComparer.Ordinal);
        Assert.Equal(["id000002.0", "id000002.1"], listener.Journal.Entries[1].Alerts.Select(alert => alert.Id), StringComparer.Ordinal);
        Assert.Equal(0, listener.Listener.Statistics.Duplicates);
    }

    [Fact]
    public async Task A_Monasca_alarm_id_is_a_fingerprint_and_differs_from_that_of_another_protocol()
    {
        await using TestListener listener = await TestListener.StartAsync();

        foreach (string state in new[] { "ALARM", "ALARM", "OK" })
        {
            (await listener.PostAsync("/", $$"""{"alarm_id":"f","state":"{{state}}"}""")).Dispose();
        }

        (await listener.PostAsync("/webhook", Notification(("f", "OK")))).Dispose();

        Assert.Equal(3, listener.Journal.Entries.Count);
    }

    [Fact]
    public async Task A_notification_without_alerts_is_not_a_duplicate()
    {
        await using TestListener listener = await TestListener.StartAsync();

        (await listener.PostAsync("/webhook", Notification())).Dispose();
        (await listener.PostAsync("/webhook", Notification())).Dispose();

        Assert.Equal(2, listener.Journal.Entries.Count);
    }

    [Fact]
    public async Task A_window_of_zero_disables_deduplication()
    {
        await using TestListener listener = await TestListener.StartAsync(options => options with { DeduplicationWindow = TimeSpan.Zero });

        (await listener.PostAsync("/webhook", Notification(("f", "firing")))).Dispose();
        (await listener.PostAsync("/webhook", Notification(("f", "firing")))).Dispose();

        Assert.Equal(2, listener.Journal.Entries.Count);
    }

    [Fact]
    public async Task A_duplicate_waits_until_the_first_webhook_is_on_disk()
    {
        var journal = new MemoryJournal { Hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously) };
        await using TestListener listener = await TestListener.StartAsync(journal);
        Task<HttpResponseMessage> first = listener.PostAsync("/webhook", Notification(("f", "firing")));
        await Eventually.TrueAsync(() => journal.Appending == 1);
        Task<HttpResponseMessage> second = listener.PostAsync("/webhook", Notification(("f", "firing")));
        await QueuedAsync(listener, 2);

        Assert.False(second.IsCompleted);
        journal.Hold.SetResult();

        Assert.Equal((200, 200), ((int)(await first).StatusCode, (int)(await second).StatusCode));
        Assert.Single(journal.Entries);
    }

    [Fact]
    public async Task A_duplicate_of_a_webhook_that_could_not_be_journaled_is_journaled()
    {
        var journal = new MemoryJournal { Hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), IsFull = true };
        await using TestListener listener = await TestListener.StartAsync(journal);
        TaskCompletionSource hold = journal.Hold;
        Task<HttpResponseMessage> first = listener.PostAsync("/webhook", Notification(("f", "firing")));
        await Eventually.TrueAsync(() => journal.Appending == 1);
        journal.Hold = null;
        Task<HttpResponseMessage> second = listener.PostAsync("/webhook", Notification(("f", "firing")));
        await QueuedAsync(listener, 2);

        // The first append finds the disk full. Space is freed before the second one runs.
        journal.Failed = () => journal.IsFull = false;
        hold.SetResult();

        Assert.Equal((503, 200), ((int)(await first).StatusCode, (int)(await second).StatusCode));
        Assert.Single(journal.Entries);
    }

    [Fact]
    public async Task A_duplicate_of_a_webhook_from_an_earlier_run_is_detected()
    {
        var journal = new MemoryJournal { Earlier = [Alert("recent", "firing", TestListener.Start.AddSeconds(-10)), Alert("old", "firing", TestListener.Start.AddSeconds(-60))] };
        await using TestListener listener = await TestListener.StartAsync(journal);
        using HttpResponseMessage reports = await listener.GetAsync("/reports");

        (await listener.PostAsync("/webhook", Notification(("recent", "firing")))).Dispose();
        (await listener.PostAsync("/webhook", Notification(("old", "firing")))).Dispose();

        Assert.Equal("old", Assert.Single(listener.Journal.Single.Alerts).Fingerprint);
    }

    [Fact]
    public async Task Memory_is_bounded()
    {
        var clock = new ManualTimeProvider(TestListener.Start);
        var deduplicator = new Deduplicator(TimeSpan.FromMinutes(1), clock);

        for (int number = 0; number < Deduplicator.MaximumAlerts + 1000; number++)
        {
            DeduplicationClaim claim = await deduplicator.ClaimAsync("alertmanager", [Alert($"f{number}", "firing", TestListener.Start)], TestContext.Current.CancellationToken);
            deduplicator.Commit("alertmanager", claim);
        }

        Assert.InRange(deduplicator.Count, Deduplicator.MaximumAlerts - 1, Deduplicator.MaximumAlerts + 1);
        clock.Advance(TimeSpan.FromMinutes(1));
        deduplicator.Commit("alertmanager", await deduplicator.ClaimAsync("alertmanager", [Alert("last", "firing", TestListener.Start)], TestContext.Current.CancellationToken));
        Assert.Equal(1, deduplicator.Count);
    }

    [Fact]
    public async Task Very_long_fingerprints_are_distinguished()
    {
        await using TestListener listener = await TestListener.StartAsync();
        string endless = new('f', 100_000);

        foreach (string fingerprint in new[] { endless + "1", endless + "2", endless + "1" })
        {
            (await listener.PostAsync("/webhook", Notification((fingerprint, "firing")))).Dispose();
        }

        Assert.Equal(2, listener.Journal.Entries.Count);
    }

    [Fact]
    public async Task Concurrent_duplicates_are_journaled_once()
    {
        await using TestListener listener = await TestListener.StartAsync();

        HttpResponseMessage[] responses = await Task.WhenAll(Enumerable.Range(0, 64).Select(number => listener.PostAsync("/webhook", Notification(($"f{number % 4}", "firing")))));

        Assert.All(responses, response => Assert.Equal(200, (int)response.StatusCode));
        Assert.Equal(4, listener.Journal.Entries.Count);
        Assert.Equal(60, listener.Listener.Statistics.Duplicates);
    }

    private static async Task QueuedAsync(TestListener listener, int count)
    {
        while (true)
        {
            string health = await listener.Client.GetStringAsync("/health", TestContext.Current.CancellationToken);
            if (health.Contains($"\"queue_size\":{count}}}", StringComparison.Ordinal))
            {
                return;
            }
        }
    }

    private static WebhookAlert Alert(string fingerprint, string status, DateTimeOffset receivedAt) =>
        new() { Id = "earlier.0", ReceivedAt = receivedAt, Protocol = "alertmanager", Fingerprint = fingerprint, Status = status };

    private static string Notification(params (string Fingerprint, string Status)[] alerts) =>
        "{\"alerts\":[" + string.Join(',', alerts.Select(alert => $$"""{"labels":{"alertname":"A"},"status":"{{alert.Status}}","fingerprint":"{{alert.Fingerprint}}"}""")) + "]}";
}
