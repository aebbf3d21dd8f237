using System.Diagnostics;
using WebhookTools.Core.Signatures;
using WebhookTools.Listener.Http;
using WebhookTools.Listener.Journal;
using WebhookTools.Listener.Tests.Page;
using WebhookTools.Listener.Tests.Support;
using WebhookTools.Tests;

namespace WebhookTools.Listener.Tests.Metrics;

public sealed class MetricsTests
{
    [Fact]
    public async Task Counters_are_right_after_a_known_load()
    {
        await using TestListener listener = await TestListener.StartAsync();
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => listener.PostAsync("/hook", """[{"name":"a"},{"name":"b"}]""")));
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => listener.PostAsync("/webhook", Samples.Bytes("alertmanager-firing.json"))));
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => listener.PostAsync("/webhook", "{}")));
        await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => listener.PostAsync("/none", "{}")));

        string[] lines = await LinesAsync(listener);

        Assert.Contains("""webhooktools_requests_total{endpoint="generic",status="200"} 50""", lines, StringComparer.Ordinal);
        Assert.Contains("""webhooktools_requests_total{endpoint="alertmanager",status="200"} 10""", lines, StringComparer.Ordinal);
        Assert.Contains("""webhooktools_requests_total{endpoint="alertmanager",status="400"} 3""", lines, StringComparer.Ordinal);
        Assert.Contains("""webhooktools_requests_total{endpoint="none",status="404"} 2""", lines, StringComparer.Ordinal);
        Assert.Contains("""webhooktools_webhooks_accepted_total{protocol="generic"} 50""", lines, StringComparer.Ordinal);
        Assert.Contains("""webhooktools_webhooks_accepted_total{protocol="alertmanager"} 1""", lines, StringComparer.Ordinal);
        Assert.Contains("""webhooktools_webhooks_duplicate_total{protocol="alertmanager"} 9""", lines, StringComparer.Ordinal);
        Assert.Contains("""webhooktools_alerts_total{protocol="generic"} 100""", lines, StringComparer.Ordinal);
        Assert.Contains("""webhooktools_requests_rejected_total{reason="payload"} 3""", lines, StringComparer.Ordinal);
        Assert.Contains("""webhooktools_requests_rejected_total{reason="route"} 2""", lines, StringComparer.Ordinal);
        Assert.Contains("""webhooktools_request_duration_seconds_count{endpoint="generic"} 50""", lines, StringComparer.Ordinal);
        Assert.Contains("""webhooktools_request_duration_seconds_bucket{endpoint="generic",le="+Inf"} 50""", lines, StringComparer.Ordinal);
        Assert.Contains("oncallm_webhook_requests_total 13", lines, StringComparer.Ordinal);
        Assert.Contains("oncallm_webhook_errors_total 3", lines, StringComparer.Ordinal);
        Assert.Contains("oncallm_webhook_duration_seconds_count 13", lines, StringComparer.Ordinal);
        Assert.Contains("webhooktools_journal_healthy 1", lines, StringComparer.Ordinal);
    }

    [Fact]
    public async Task An_open_page_is_counted_but_not_as_request_duration()
    {
        await using TestListener listener = await TestListener.StartAsync();
        using (EventStream events = await EventStream.OpenAsync(listener.Client))
        {
            await events.NextAsync("statistics");
            listener.Clock.Advance(TimeSpan.FromHours(1));
        }

        const string Counted = """webhooktools_requests_total{endpoint="live-events",status="200"} 1""";
        string[] lines = [];
        await Eventually.TrueAsync(async () => (lines = await LinesAsync(listener)).Contains(Counted, StringComparer.Ordinal));
        Assert.DoesNotContain(lines, line => line.StartsWith("webhooktools_request_duration", StringComparison.Ordinal) && line.Contains("live-events", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("""webhooktools_request_duration_seconds_count{endpoint="metrics"}""", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_listeners_in_one_process_count_separately()
    {
        await using TestListener first = await TestListener.StartAsync();
        await using TestListener second = await TestListener.StartAsync();
        (await first.PostAsync("/hook", "1")).Dispose();

        Assert.Contains("""webhooktools_webhooks_accepted_total{protocol="generic"} 1""", await LinesAsync(first), StringComparer.Ordinal);
        Assert.DoesNotContain(await LinesAsync(second), line => line.StartsWith("webhooktools_webhooks_accepted_total", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_journal_has_metrics()
    {
        using var folder = new TemporaryFolder();
        ListenerOptions options = TestListener.Options with { Journal = new JournalOptions { Path = folder.File("webhook.log") } };
        await using WebhookListener listener = await WebhookListener.StartAsync(options, TimeProvider.System, log: null, TestContext.Current.CancellationToken);
        using var client = new HttpClient { BaseAddress = listener.Uri };
        (await client.PostAsync("/hook", new StringContent("{}"), TestContext.Current.CancellationToken)).Dispose();

        string[] lines = (await client.GetStringAsync("/metrics", TestContext.Current.CancellationToken)).Split('\n');

        Assert.Contains("webhooktools_journal_entries_total 1", lines, StringComparer.Ordinal);
        Assert.Contains("webhooktools_journal_batches_total 1", lines, StringComparer.Ordinal);
    }

    [Fact]
    public async Task Reading_metrics_requires_the_token_and_is_not_rate_limited()
    {
        await using TestListener listener = await TestListener.StartAsync(options => options with { Tokens = [WebhookSecret.FromText("t")], RateLimitPerAddress = 1 });

        await ResponseAssert.EqualAsync(await listener.GetAsync("/metrics"), 401, """{"detail":"Unauthorized"}""");
        listener.Client.DefaultRequestHeaders.Add("Authorization", "Bearer t");
        for (int count = 0; count < 3; count++)
        {
            using HttpResponseMessage response = await listener.GetAsync("/metrics");
            Assert.Equal(200, (int)response.StatusCode);
            Assert.Equal("text/plain; version=0.0.4; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        }
    }

    [Fact]
    public async Task Promtool_reports_no_problems()
    {
        string? tool = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator).Select(folder => Path.Combine(folder, "promtool")).FirstOrDefault(File.Exists);
        Assert.SkipWhen(tool is null, "promtool is not installed.");
        await using TestListener listener = await TestListener.StartAsync();
        (await listener.PostAsync("/hook", """{"name":"a"}""")).Dispose();
        (await listener.PostAsync("/webhook", Samples.Bytes("alertmanager-firing.json"))).Dispose();
        (await listener.PostAsync("/pelorus/webhook", Samples.Text("pelorus-committime.json"), ("User-Agent", "Pelorus-Webhook/test"), ("X-Pelorus-Event", "committime"))).Dispose();
        string metrics = await listener.Client.GetStringAsync("/metrics", TestContext.Current.CancellationToken);

        using var promtool = Process.Start(new ProcessStartInfo(tool, ["check", "metrics"]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardError = true, RedirectStandardOutput = true })!;
        await promtool.StandardInput.WriteAsync(metrics);
        promtool.StandardInput.Close();
        string complaints = await promtool.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await promtool.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(string.Empty, complaints);
        Assert.Equal(0, promtool.ExitCode);
    }

    private static async Task<string[]> LinesAsync(TestListener listener) =>
        (await listener.Client.GetStringAsync("/metrics", TestContext.Current.CancellationToken)).Split('\n');
}
