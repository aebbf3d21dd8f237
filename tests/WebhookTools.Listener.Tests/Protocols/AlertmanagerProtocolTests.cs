using System.Text;
using System.Text.Json;
using WebhookTools.Core.Alerts;
using WebhookTools.Listener.Journal;
using WebhookTools.Listener.Tests.Support;

namespace WebhookTools.Listener.Tests.Protocols;

public sealed class AlertmanagerProtocolTests
{
    [Fact]
    public async Task A_recorded_notification_is_journaled_byte_for_byte_and_answered_with_its_report()
    {
        await using TestListener listener = await TestListener.StartAsync();
        byte[] body = Samples.Bytes("alertmanager-firing.json");

        HttpResponseMessage response = await listener.PostAsync("/webhook", body);

        await ResponseAssert.EqualAsync(
            response,
            200,
            """{"status":"success","message":"Alerts queued for analysis","report_urls":[{"fingerprint":"947737e3559055bc","alert_name":"HighCPUUsage","namespace":"production","report_url":"URIreport/947737e3559055bc"}]}"""
                .Replace("URI", listener.Listener.Uri.AbsoluteUri, StringComparison.Ordinal));
        JournalEntry entry = listener.Journal.Single;
        Assert.Equal(body, entry.Body.ToArray());
        Assert.True(entry.IsJson);
        Assert.Equal("alertmanager", entry.Protocol);
        Assert.Equal("/webhook", entry.Path);
        Assert.Equal("127.0.0.1", entry.Remote);
        Assert.Equal("not-required", entry.Signature);
        WebhookAlert alert = Assert.Single(entry.Alerts);
        Assert.Equal("HighCPUUsage", alert.Name);
        Assert.Equal("firing", alert.Status);
        Assert.Equal("warning", alert.Severity);
        Assert.Equal("947737e3559055bc", alert.Fingerprint);
        Assert.Equal("CPU usage is above 80%", alert.Summary);
        Assert.Equal("node-1:9100", alert.Labels["instance"]);
        Assert.Equal(new DateTimeOffset(2026, 11, 21, 1, 47, 0, TimeSpan.Zero).AddTicks(2114167), alert.StartsAt);
        Assert.Null(alert.EndsAt);
    }

    [Fact]
    public async Task A_recorded_resolved_notification_has_an_end_time()
    {
        await using TestListener listener = await TestListener.StartAsync();

        await listener.PostAsync("/webhook", Samples.Bytes("alertmanager-resolved.json"));

        WebhookAlert alert = Assert.Single(listener.Journal.Single.Alerts);
        Assert.Equal("resolved", alert.Status);
        Assert.Equal(new DateTimeOffset(2026, 11, 21, 1, 47, 4, TimeSpan.Zero), alert.EndsAt);
    }

    [Fact]
    public async Task Non_ASCII_text_is_preserved()
    {
        await using TestListener listener = await TestListener.StartAsync();

        await listener.PostAsync("/webhook", Samples.Bytes("alertmanager-non-ascii.json"));

        Assert.Equal("Plattenplatz < 5 % übrig & sinkt", Assert.Single(listener.Journal.Single.Alerts).Summary);
    }

    [Theory]
    [InlineData("alertmanager-firing.json")]
    [InlineData("alertmanager-resolved.json")]
    [InlineData("alertmanager-non-ascii.json")]
    public async Task A_missing_fingerprint_is_computed_as_Alertmanager_does(string sample)
    {
        await using TestListener listener = await TestListener.StartAsync();
        string body = Samples.Text(sample);
        string sent = JsonDocument.Parse(body).RootElement.GetProperty("alerts")[0].GetProperty("fingerprint").GetString()!;
        string without = body.Replace($",\"fingerprint\":\"{sent}\"", string.Empty, StringComparison.Ordinal);
        Assert.DoesNotContain("\"fingerprint\"", without, StringComparison.Ordinal);

        await listener.PostAsync("/webhook", without);

        Assert.Equal(sent, Assert.Single(listener.Journal.Single.Alerts).Fingerprint);
    }

    [Fact]
    public async Task A_missing_namespace_is_unknown()
    {
        await using TestListener listener = await TestListener.StartAsync();

        HttpResponseMessage response = await listener.PostAsync("/webhook", """{"alerts":[{"labels":{"alertname":"A"},"fingerprint":"f"}]}""");

        Assert.Contains("\"namespace\":\"Unknown\"", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("{}")]
    [InlineData("""{"alerts":{}}""")]
    [InlineData("""{"alerts":[1]}""")]
    [InlineData("""{"alerts":[{}]}""")]
    [InlineData("""{"alerts":[{"labels":{}}]}""")]
    [InlineData("""{"alerts":[{"labels":{"alertname":""}}]}""")]
    [InlineData("""{"alerts":[{"labels":{"alertname":["A"]}}]}""")]
    [InlineData("""{"alerts":[{"labels":{"alertname":"A"}},{"labels":{"job":"b"}}]}""")]
    [InlineData("""{"alerts":[{"labels":{"alertname":"\ud800"}}]}""")]
    [InlineData("""{"alerts":[{"labels":{"alertname":"A","\ud800":"b"}}]}""")]
    public async Task A_body_in_another_format_is_rejected_in_the_protocols_format(string body)
    {
        await using TestListener listener = await TestListener.StartAsync();

        await ResponseAssert.EqualAsync(await listener.PostAsync("/webhook", body), 400, """{"detail":"Invalid alert format"}""");

        Assert.Empty(listener.Journal.Entries);
        Assert.Equal(1, listener.Listener.Statistics.Rejected);
    }

    [Fact]
    public async Task Unknown_members_are_kept()
    {
        await using TestListener listener = await TestListener.StartAsync();
        const string Body = """{"notification_reason":"x","alerts":[{"labels":{"alertname":"A"},"new":{"a":[1]}}],"routeLabels":{"team":"b"}}""";

        await listener.PostAsync("/webhook", Body);

        Assert.Equal(Body, Encoding.UTF8.GetString(listener.Journal.Single.Body.Span));
    }

    [Fact]
    public async Task If_the_journal_cannot_be_written_the_sender_is_told_to_retry()
    {
        await using TestListener listener = await TestListener.StartAsync(new MemoryJournal { IsFull = true });

        HttpResponseMessage response = await listener.PostAsync("/webhook", Samples.Bytes("alertmanager-firing.json"));

        Assert.Equal("10", ResponseAssert.Header(response, "Retry-After"));
        await ResponseAssert.EqualAsync(response, 503, """{"detail":"Service not initialised"}""");
        Assert.Equal(0, listener.Listener.Statistics.Accepted);
    }
}
