using System.Text;
using System.Text.Json;
using WebhookTools.Core.Alerts;
using WebhookTools.Listener.Http;
using WebhookTools.Listener.Journal;
using WebhookTools.Listener.Journal.Reading;
using WebhookTools.Listener.Tests.Support;
using WebhookTools.Tests;

namespace WebhookTools.Listener.Tests.Hosting;

/// <summary>A 2xx response means that the webhook is on disk.</summary>
public sealed class JournalingTests
{
    private const string Unhealthy = """{"status":"unhealthy","webhook_endpoint":"unavailable","ai_service":"none","queue_size":0}""";

    [Fact]
    public async Task A_webhook_that_cannot_be_journaled_is_not_acknowledged()
    {
        await using TestListener listener = await TestListener.StartAsync(new MemoryJournal { IsFull = true });

        HttpResponseMessage response = await listener.PostAsync("/hook", "{}");

        Assert.Equal("10", ResponseAssert.Header(response, "Retry-After"));
        await ResponseAssert.EqualAsync(response, 503, """{"detail":"The webhook cannot be stored at the moment. Send it again later."}""");
        Assert.Contains(listener.Log, entry => entry.Level == ListenerLogLevel.Error && entry.Message.Contains("No space is left.", StringComparison.Ordinal));
        Assert.Equal((0L, 1L), (listener.Listener.Statistics.Accepted, listener.Listener.Statistics.Rejected));
    }

    [Fact]
    public async Task It_recovers_when_space_is_available_again()
    {
        await using TestListener listener = await TestListener.StartAsync(new MemoryJournal { IsFull = true });
        (await listener.PostAsync("/webhook", Samples.Bytes("alertmanager-firing.json"))).Dispose();

        listener.Journal.IsFull = false;
        using HttpResponseMessage again = await listener.PostAsync("/webhook", Samples.Bytes("alertmanager-firing.json"));

        Assert.Equal(200, (int)again.StatusCode);
        Assert.Single(listener.Journal.Entries);
    }

    [Fact]
    public async Task Readiness_depends_on_the_journal_and_liveness_does_not()
    {
        await using TestListener listener = await TestListener.StartAsync();

        await ResponseAssert.EqualAsync(await listener.GetAsync("/health"), 200, """{"status":"healthy","webhook_endpoint":"available","ai_service":"none","queue_size":0}""");
        listener.Journal.IsHealthy = false;

        await ResponseAssert.EqualAsync(await listener.GetAsync("/health"), 503, Unhealthy);
        await ResponseAssert.EqualAsync(await listener.GetAsync("/health/ready"), 503, Unhealthy);
        using HttpResponseMessage live = await listener.GetAsync("/health/live");
        Assert.Equal(200, (int)live.StatusCode);
    }

    [Fact]
    public async Task No_response_is_sent_before_the_webhook_is_on_disk()
    {
        var journal = new MemoryJournal { Hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously) };
        await using TestListener listener = await TestListener.StartAsync(journal);
        using RawClient client = await RawClient.ConnectAsync(listener.Listener.Uri);

        await client.SendAsync("POST /hook HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}");
        await Eventually.TrueAsync(() => journal.Appending == 1);
        Task<string> reply = client.ReadToEndAsync();
        Assert.Empty(journal.Entries);
        Assert.False(reply.IsCompleted);
        journal.Hold.SetResult();

        Assert.StartsWith("HTTP/1.1 200 ", await reply, StringComparison.Ordinal);
        Assert.Single(journal.Entries);
    }

    [Fact]
    public async Task Concurrent_bodies_do_not_mix()
    {
        await using TestListener listener = await TestListener.StartAsync();
        string[] bodies = [.. Enumerable.Range(0, 200).Select(number => "\"" + new string((char)('a' + (number % 26)), 1 + (number * 997)) + "\"")];

        // As many at once as fit into one address's share of the memory for bodies.
        await Parallel.ForEachAsync(bodies, new ParallelOptions { MaxDegreeOfParallelism = 12 }, async (body, _) => (await listener.PostAsync("/hook", body)).Dispose());

        Assert.Equal(
            bodies.Order(StringComparer.Ordinal),
            listener.Journal.Entries.Select(entry => Encoding.UTF8.GetString(entry.Body.Span)).Order(StringComparer.Ordinal),
            StringComparer.Ordinal);
    }

    [Fact]
    public async Task The_journal_on_disk_contains_the_acknowledged_webhooks()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("webhook.log");
        ListenerOptions options = TestListener.Options with { Journal = new JournalOptions { Path = path } };
        CancellationToken canceled = TestContext.Current.CancellationToken;
        await using (WebhookListener listener = await WebhookListener.StartAsync(options, TimeProvider.System, log: null, canceled))
        {
            using var client = new HttpClient { BaseAddress = listener.Uri };
            foreach ((string target, string sample) in new[] { ("/webhook", "alertmanager-firing.json"), ("/webhook", "alertmanager-non-ascii.json"), ("/", "monasca.json"), ("/hooks/gcm", "gcm-metric.json") })
            {
                using HttpResponseMessage response = await client.PostAsync(target, new ByteArrayContent(Samples.Bytes(sample)), canceled);
                Assert.True(response.IsSuccessStatusCode, sample);
            }
        }

        List<WebhookAlert> alerts = await JournalReader.ReadAsync(path, AlertQuery.All, onDamaged: null, canceled).ToListAsync(canceled);
        Assert.Equal(["alertmanager", "alertmanager", "monasca", "generic"], alerts.Select(alert => alert.Protocol), StringComparer.Ordinal);
        Assert.Equal("Plattenplatz < 5 % übrig & sinkt", alerts[1].Summary);
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(Samples.Text("gcm-metric.json")), JsonElement.Parse(alerts[3].Body!)));

        await using WebhookListener again = await WebhookListener.StartAsync(options, TimeProvider.System, log: null, canceled);
        using var reader = new HttpClient { BaseAddress = again.Uri };
        Assert.Contains("HighCPUUsage", await reader.GetStringAsync("/report/947737e3559055bc", canceled), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_journal_is_not_read_at_the_start_and_causes_no_warning()
    {
        using var folder = new TemporaryFolder();
        var log = new System.Collections.Concurrent.ConcurrentQueue<ListenerLogEntry>();
        ListenerOptions options = TestListener.Options with { Journal = new JournalOptions { Path = folder.File("webhook.log"), Format = JournalFormat.Text } };
        await using WebhookListener listener = await WebhookListener.StartAsync(options, TimeProvider.System, log.Enqueue, TestContext.Current.CancellationToken);
        using var client = new HttpClient { BaseAddress = listener.Uri };

        Assert.Equal("""{"total":0,"reports":[]}""", await client.GetStringAsync("/reports", TestContext.Current.CancellationToken));
        Assert.DoesNotContain(log, entry => entry.Level >= ListenerLogLevel.Warning);
    }
}
