using WebhookTools.Core.Alerts;
using WebhookTools.Listener.Deduplication;
using WebhookTools.Listener.Http;
using WebhookTools.Listener.Journal;
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
        JournalEntry[] earlier = await JournalAsync(Notification(("recent", "firing")), Notification(("old", "firing")), Notification(("changed", "firing")), Notification(("changed", "resolved")));
        var journal = new MemoryJournal
        {
            EarlierEntries =
            [
                .. earlier.Select(entry => entry with { ReceivedAt = TestListener.Start.AddSeconds(string.Equals(entry.Alerts[0].Fingerprint, "old", StringComparison.Ordinal) ? -60 : -10) }).OrderBy(entry => entry.ReceivedAt),
            ],
        };
        await using TestListener listener = await TestListener.StartAsync(journal);

        foreach ((string fingerprint, string status) in new[] { ("recent", "firing"), ("old", "firing"), ("changed", "resolved"), ("changed", "firing") })
        {
            (await listener.PostAsync("/webhook", Notification((fingerprint, status)))).Dispose();
        }

        Assert.Equal(["old firing", "changed firing"], listener.Journal.Entries.Select(entry => $"{entry.Alerts[0].Fingerprint} {entry.Alerts[0].Status}"), StringComparer.Ordinal);
    }

    [Fact]
    public async Task Memory_is_bounded()
    {
        var clock = new ManualTimeProvider(TestListener.Start);
        var deduplicator = new Deduplicator(TestListener.Options, clock);

        for (int number = 0; number < MarkMemory.MaximumReports + 1000; number++)
        {
            await ReportAsync(deduplicator, $"f{number}");
        }

        Assert.Equal(MarkMemory.MaximumReports, deduplicator.Count);
        clock.Advance(TimeSpan.FromMinutes(1));
        await ReportAsync(deduplicator, "last");
        Assert.Equal(1, deduplicator.Count);
    }

    [Theory]
    [InlineData("\"annotations\":{\"summary\":\"disk 91 % full\"}", true)]
    [InlineData("\"annotations\":{\"summary\":\"disk 90 % full\",\"runbook\":\"r\"}", true)]
    [InlineData("\"labels\":{\"alertname\":\"A\",\"severity\":\"critical\"}", true)]
    [InlineData("\"startsAt\":\"2026-11-21T10:01:00Z\"", true)]
    [InlineData("\"endsAt\":\"2026-11-21T10:09:00Z\"", false)]
    [InlineData("\"generatorURL\":\"http://other-prometheus/graph\"", false)]
    public async Task A_repeat_with_changed_content_is_journaled(string change, bool isJournaled)
    {
        const string Alert = """{"status":"firing","fingerprint":"f","labels":{"alertname":"A","severity":"warning"},"annotations":{"summary":"disk 90 % full"},"startsAt":"2026-11-21T10:00:00Z","endsAt":"2026-11-21T10:04:00Z","generatorURL":"http://prometheus/graph"}""";
        await using TestListener listener = await TestListener.StartAsync();

        // The later of two members with one name wins.
        foreach (string alert in new[] { Alert, Alert[..^1] + "," + change + "}", Alert[..^1] + "," + change + "}" })
        {
            using HttpResponseMessage response = await listener.PostAsync("/webhook", "{\"alerts\":[" + alert + "]}");
            Assert.Equal(200, (int)response.StatusCode);
        }

        Assert.Equal(isJournaled ? 2 : 1, listener.Journal.Entries.Count);
    }

    [Theory]
    [InlineData("/", """{"alarm_id":"a","state":"ALARM","message":"load 4","alarm_timestamp":1}""", """{"alarm_id":"a","state":"ALARM","message":"load 5","alarm_timestamp":1}""")]
    [InlineData("/", """{"alarm_id":"a","state":"ALARM","alarm_timestamp":1}""", """{"alarm_id":"a","state":"ALARM","alarm_timestamp":2}""")]
    [InlineData("/", """{"alarm_id":"a","state":"ALARM","metrics":[{"name":"cpu"}]}""", """{"alarm_id":"a","state":"ALARM","metrics":[{"name":"disk"}]}""")]
    [InlineData("/github", """{"ref":"main","after":"1"}""", """{"ref":"main","after":"2"}""")]
    [InlineData("/service-hooks", """{"status":"failed","data":{"error":"1"}}""", """{"status":"failed","data":{"error":"2"}}""")]
    public async Task A_webhook_of_one_alert_is_repeated_only_with_the_same_body(string path, string first, string other)
    {
        await using TestListener listener = await TestListener.StartAsync();

        foreach (string body in new[] { first, first, other })
        {
            // Anyone can set an id that no signature covers. It must not suppress another body.
            using HttpResponseMessage response = await listener.PostAsync(path, body, ("X-GitHub-Event", "push"), ("X-GitHub-Delivery", "d"), ("X-Delivery-Id", "d"));
            Assert.Equal(200, (int)response.StatusCode);
        }

        Assert.Equal(2, listener.Journal.Entries.Count);
        Assert.Equal(1, listener.Listener.Statistics.Duplicates);
    }

    [Fact]
    public async Task A_replay_of_a_repeat_leads_to_the_entry_that_holds_the_alert()
    {
        var deduplicator = new Deduplicator(TestListener.Options, new ManualTimeProvider(TestListener.Start));
        await ReportAsync(deduplicator, "f", id: "first", Mark.OfMessage("m1", body: []));

        string? repeat = await ReportAsync(deduplicator, "f", id: "second", Mark.OfMessage("m2", body: []));
        string? replay = await ReportAsync(deduplicator, "other", id: "third", Mark.OfMessage("m2", body: []));

        Assert.Equal(("first", "first"), (repeat, replay));
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

    private static async Task<JournalEntry[]> JournalAsync(params string[] bodies)
    {
        await using TestListener listener = await TestListener.StartAsync();
        foreach (string body in bodies)
        {
            (await listener.PostAsync("/webhook", body)).Dispose();
        }

        return [.. listener.Journal.Entries];
    }

    /// <returns>The id of the entry that is repeated, or null.</returns>
    private static async Task<string?> ReportAsync(Deduplicator deduplicator, string fingerprint, string id = "a", Mark? message = null)
    {
        WebhookAlert[] alerts = [new() { Id = id + ".0", ReceivedAt = TestListener.Start, Protocol = "alertmanager", Fingerprint = fingerprint }];
        DeduplicationClaim claim = await deduplicator.ClaimAsync(id, message, alerts, Mark.OfAlerts(alerts, body: []), TestContext.Current.CancellationToken);
        deduplicator.Commit(claim);
        return claim.RepeatedId;
    }

    private static string Notification(params (string Fingerprint, string Status)[] alerts) =>
        "{\"alerts\":[" + string.Join(',', alerts.Select(alert => $$"""{"labels":{"alertname":"A"},"status":"{{alert.Status}}","fingerprint":"{{alert.Fingerprint}}"}""")) + "]}";
}
