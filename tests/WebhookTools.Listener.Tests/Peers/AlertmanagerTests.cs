using System.Text.Json;
using WebhookTools.Core.Alerts;
using WebhookTools.Listener.Http;
using WebhookTools.Listener.Journal;
using WebhookTools.Listener.Journal.Reading;
using WebhookTools.Listener.Tests.Page;
using WebhookTools.Listener.Tests.Support;
using WebhookTools.Tests;

namespace WebhookTools.Listener.Tests.Peers;

/// <summary>Checks that notifications of a real Alertmanager appear in all views of a listener, and survive its rate limits.</summary>
public sealed class AlertmanagerTests
{
    private static CancellationToken Canceled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_firing_repeated_and_resolved_alert_is_in_journal_metrics_reports_and_page()
    {
        using var folder = new TemporaryFolder();
        ListenerOptions options = TestListener.Options with { Journal = new JournalOptions { Path = folder.File("webhook.log") } };
        await using WebhookListener listener = await WebhookListener.StartAsync(options, TimeProvider.System, log: null, Canceled);
        await using (AlertmanagerProcess alertmanager = await AlertmanagerProcess.StartOrSkipAsync(new Uri(listener.Uri, "webhook")))
        {
            await alertmanager.TellAsync("DiskFull");
            await Eventually.TrueAsync(() => listener.Statistics is { Accepted: 1, Duplicates: > 0 });
            await alertmanager.TellAsync("DiskFull", isOver: true);
            await Eventually.TrueAsync(() => listener.Statistics.Accepted == 2);
        }

        // The page and the counters are updated after the responses.
        using var client = new HttpClient { BaseAddress = listener.Uri };
        JsonElement[] live = [];
        await Eventually.TrueAsync(async () => (live = [.. (await JsonAsync(client, "/live/alerts")).GetProperty("alerts").EnumerateArray()]).Length == 2);
        string[] metrics = [];
        await Eventually.TrueAsync(async () =>
        {
            metrics = (await client.GetStringAsync("/metrics", Canceled)).Split('\n');
            return metrics.Contains($"oncallm_webhook_requests_total {2 + listener.Statistics.Duplicates}", StringComparer.Ordinal);
        });
        WebhookAlert[] kept = [.. await JournalReader.ReadAsync(options.Journal.Path, new AlertQuery(), onDamaged: null, Canceled).ToListAsync(Canceled)];
        string fingerprint = kept[0].Fingerprint!;
        JsonElement report = Assert.Single((await JsonAsync(client, "/reports")).GetProperty("reports").EnumerateArray());
        string page = await client.GetStringAsync("/report/" + fingerprint, Canceled);

        Assert.Equal(["firing", "resolved"], kept.Select(alert => alert.Status!), StringComparer.Ordinal);
        Assert.All(kept, alert => Assert.Equal(("DiskFull", "critical", fingerprint, "DiskFull on node-7"), (alert.Name, alert.Severity, alert.Fingerprint, alert.Summary)));
        Assert.Contains("""webhooktools_webhooks_accepted_total{protocol="alertmanager"} 2""", metrics, StringComparer.Ordinal);
        Assert.Contains("""webhooktools_alerts_total{protocol="alertmanager"} 2""", metrics, StringComparer.Ordinal);
        Assert.Contains($$"""webhooktools_webhooks_duplicate_total{protocol="alertmanager"} {{listener.Statistics.Duplicates}}""", metrics, StringComparer.Ordinal);
        Assert.Equal((fingerprint, "resolved", "production"), (Text(report, "fingerprint"), Text(report, "status"), Text(report, "namespace")));
        Assert.Contains("firing", page, StringComparison.Ordinal);
        Assert.Contains("resolved", page, StringComparison.Ordinal);
        Assert.Equal(["firing", "resolved"], live.Select(alert => Text(alert, "status")), StringComparer.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Alertmanager_retries_rate_limited_notifications(bool inAll)
    {
        await using TestListener listener = await TestListener.StartAsync(options => options with
        {
            RateLimitPerAddress = inAll ? 0 : 1,
            RateLimitTotal = inAll ? 1 : 0,
            DeduplicationWindow = TimeSpan.FromDays(1),
        });
        await using AlertmanagerProcess alertmanager = await AlertmanagerProcess.StartOrSkipAsync(new Uri(listener.Listener.Uri, "webhook"));
        (await listener.PostAsync("/hook", "{}")).Dispose();

        await alertmanager.TellAsync("DiskFull");
        await ComeAgainAsync(listener, entries: 2);
        await alertmanager.TellAsync("DiskFull", isOver: true);
        await ComeAgainAsync(listener, entries: 3);

        Assert.Equal(["firing", "resolved"], listener.Journal.Entries.Skip(1).Select(entry => Assert.Single(entry.Alerts).Status!), StringComparer.Ordinal);
    }

    /// <summary>Advances to the next minute only after a request was rejected in the current one, because a repeated notification may have used its permit.</summary>
    private static async Task ComeAgainAsync(TestListener listener, int entries)
    {
        do
        {
            long taken = Taken(listener.Listener.Statistics);
            long rejected = listener.Listener.Statistics.Rejected;
            await Eventually.TrueAsync(() => listener.Listener.Statistics.Rejected > rejected);
            Assert.Equal(taken, Taken(listener.Listener.Statistics));
            listener.Clock.Advance(TimeSpan.FromMinutes(1));
            await Eventually.TrueAsync(() => Taken(listener.Listener.Statistics) > taken);
        }
        while (listener.Journal.Entries.Count < entries);
    }

    private static long Taken(ListenerStatistics statistics) => statistics.Accepted + statistics.Duplicates;

    private static async Task<JsonElement> JsonAsync(HttpClient client, string path) =>
        JsonDocument.Parse(await client.GetStringAsync(path, Canceled)).RootElement;

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
