using System.Net;
using System.Text.Json;
using WebhookTools.Core.Alerts;
using WebhookTools.Core.Signatures;
using WebhookTools.Listener.Reports;
using WebhookTools.Listener.Tests.Support;

namespace WebhookTools.Listener.Tests.Reports;

public sealed class ReportTests
{
    [Fact]
    public async Task The_address_in_a_response_leads_to_the_report()
    {
        await using TestListener listener = await TestListener.StartAsync();
        HttpResponseMessage posted = await listener.PostAsync("/webhook", Samples.Bytes("alertmanager-firing.json"));
        string address = JsonDocument.Parse(await TextAsync(posted)).RootElement.GetProperty("report_urls")[0].GetProperty("report_url").GetString()!;
        (await listener.PostAsync("/webhook", Samples.Bytes("alertmanager-resolved.json"))).Dispose();

        using HttpResponseMessage page = await listener.GetAsync(address);
        string html = await TextAsync(page);

        Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);
        Assert.StartsWith("default-src 'none'", ResponseAssert.Header(page, "Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Contains("HighCPUUsage", html, StringComparison.Ordinal);
        Assert.Contains("node-1:9100", html, StringComparison.Ordinal);
        Assert.Contains(">firing</span></td>", html, StringComparison.Ordinal);
        Assert.Contains(">resolved</span></td>", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_from_senders_is_escaped()
    {
        await using TestListener listener = await TestListener.StartAsync();
        const string Script = "<script>alert('x')</script>\\\"'&";
        await listener.PostAsync("/webhook", $$$"""{"alerts":[{"status":"{{{Script}}}","fingerprint":"<b>/%2F","labels":{"alertname":"{{{Script}}}","{{{Script}}}":"{{{Script}}}"},"annotations":{"summary":"{{{Script}}}"}}]}""");

        using HttpResponseMessage page = await listener.GetAsync("/report/" + Uri.EscapeDataString("<b>/%2F"));
        string html = await TextAsync(page);

        Assert.Equal(200, (int)page.StatusCode);
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<b>", html, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("&lt;script&gt;", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_report_is_not_found()
    {
        await using TestListener listener = await TestListener.StartAsync();

        await ResponseAssert.EqualAsync(await listener.GetAsync("/report/none"), 404, """{"detail":"Alert report not found"}""");
    }

    [Fact]
    public async Task The_list_contains_each_alert_once_newest_first()
    {
        await using TestListener listener = await TestListener.StartAsync(options => options with { BaseUri = new Uri("https://alerts.example.org/base/") });
        (await listener.PostAsync("/webhook", Samples.Bytes("alertmanager-firing.json"))).Dispose();
        listener.Clock.Advance(TimeSpan.FromSeconds(1));
        (await listener.PostAsync("/webhook", Samples.Bytes("alertmanager-non-ascii.json"))).Dispose();
        listener.Clock.Advance(TimeSpan.FromSeconds(1));
        (await listener.PostAsync("/webhook", Samples.Bytes("alertmanager-resolved.json"))).Dispose();

        JsonElement list = JsonDocument.Parse(await TextAsync(await listener.GetAsync("/reports"))).RootElement;

        Assert.Equal(2, list.GetProperty("total").GetInt32());
        JsonElement newest = list.GetProperty("reports")[0];
        Assert.Equal("947737e3559055bc", newest.GetProperty("fingerprint").GetString());
        Assert.Equal("resolved", newest.GetProperty("status").GetString());
        Assert.Equal("production", newest.GetProperty("namespace").GetString());
        Assert.Equal("https://alerts.example.org/base/report/947737e3559055bc", newest.GetProperty("report_url").GetString());
        Assert.Equal("Unknown", list.GetProperty("reports")[1].GetProperty("namespace").GetString());
    }

    [Fact]
    public async Task Reports_are_rebuilt_from_the_journal_of_an_earlier_run()
    {
        var journal = new MemoryJournal { Earlier = [new WebhookAlert { Id = "a.0", ReceivedAt = TestListener.Start.AddHours(-1), Protocol = "monasca", Name = "earlier", Fingerprint = "f" }] };
        await using TestListener listener = await TestListener.StartAsync(journal);

        using HttpResponseMessage page = await listener.GetAsync("/report/f");

        Assert.Contains("earlier", await TextAsync(page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task If_a_token_is_set_reading_requires_it()
    {
        await using TestListener listener = await TestListener.StartAsync(options => options with { Tokens = [WebhookSecret.FromText("t")] });
        using var request = new HttpRequestMessage(HttpMethod.Get, "/reports");
        request.Headers.Add("Authorization", "Bearer t");

        await ResponseAssert.EqualAsync(await listener.GetAsync("/reports"), 401, """{"detail":"Unauthorized"}""");
        await ResponseAssert.EqualAsync(await listener.GetAsync("/report/f"), 401, """{"detail":"Unauthorized"}""");
        await ResponseAssert.EqualAsync(await listener.Client.SendAsync(request, TestContext.Current.CancellationToken), 200, """{"total":0,"reports":[]}""");
        using HttpResponseMessage health = await listener.GetAsync("/health");
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
    }

    [Fact]
    public async Task If_only_signatures_are_required_reading_is_local()
    {
        await using TestListener listener = await TestListener.StartAsync(options => options with { Scheme = SignatureSchemes.Get("GitHub"), Secrets = [WebhookSecret.FromText("s")] });
        using var forwarded = new HttpRequestMessage(HttpMethod.Get, "/reports");
        forwarded.Headers.Add("X-Forwarded-For", "192.0.2.1");

        await ResponseAssert.EqualAsync(await listener.GetAsync("/reports"), 200, """{"total":0,"reports":[]}""");
        using HttpResponseMessage response = await listener.Client.SendAsync(forwarded, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Fact]
    public void Reports_notifications_and_text_are_limited()
    {
        var store = new ReportStore();
        for (int number = 0; number < ReportStore.MaximumReports + 10; number++)
        {
            store.Add(Alert($"f{number}", number));
        }

        for (int number = 0; number < ReportStore.MaximumNotifications + 10; number++)
        {
            store.Add(Alert("f100", 10_000 + number));
        }

        Assert.Equal(ReportStore.MaximumReports, store.All().Count);
        Assert.Null(store.Find("f9", out _));
        AlertReport report = store.Find("f100", out IReadOnlyList<AlertNotification> history)!;
        Assert.Equal(ReportStore.MaximumNotifications, history.Count);
        Assert.Equal(ReportStore.MaximumText, report.Summary!.Length);
    }

    [Fact]
    public void The_memory_of_reports_is_limited()
    {
        var store = new ReportStore();
        Dictionary<string, string> members = Enumerable.Range(0, ReportStore.MaximumMembers).ToDictionary(number => $"{number}" + new string('n', 10_000), _ => new string('v', 10_000), StringComparer.Ordinal);
        for (int number = 0; number < 1000; number++)
        {
            store.Add(Alert($"f{number}", number) with { Labels = members, Annotations = members });
        }

        Assert.InRange(store.Size, ReportStore.MaximumSize * 9 / 10, ReportStore.MaximumSize);
        Assert.Equal("f999", store.All()[0].Fingerprint);

        // A report that is replaced by a smaller one, or removed, counts no longer.
        for (int number = 1000; number < 1000 + ReportStore.MaximumReports; number++)
        {
            store.Add(Alert($"g{number}", number));
        }

        Assert.Equal(ReportStore.MaximumReports, store.All().Count);
        Assert.InRange(store.Size, 1000 * ReportStore.MaximumReports, ReportStore.MaximumSize);
    }

    [Fact]
    public void Restoring_newest_first_does_not_displace_newer_reports()
    {
        var store = new ReportStore();
        for (int number = ReportStore.MaximumReports + 10; number > 0; number--)
        {
            store.Add(Alert($"f{number}", number));
        }

        Assert.Equal(ReportStore.MaximumReports, store.All().Count);
        Assert.Equal($"f{ReportStore.MaximumReports + 10}", store.All()[0].Fingerprint);
        Assert.Equal("f11", store.All()[^1].Fingerprint);
    }

    [Fact]
    public async Task A_foreign_host_name_cannot_read_reports()
    {
        await using TestListener listener = await TestListener.StartAsync();
        foreach ((string host, int status) in new[] { ("evil.example", 403), ("localhost:1", 200), ("[::1]", 200), ("127.0.0.1", 200) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/reports");
            request.Headers.Host = host;
            using HttpResponseMessage response = await listener.Client.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal((host, status), (host, (int)response.StatusCode));
        }
    }

    [Fact]
    public void Notifications_restored_late_are_sorted_into_the_history()
    {
        var store = new ReportStore();
        store.Add(Alert("f", 3));
        store.Add(Alert("f", 1));
        store.Add(Alert("f", 2));
        store.Add(Alert("f", 2));

        Assert.Equal("id00003", store.Find("f", out IReadOnlyList<AlertNotification> history)!.Name);
        Assert.Equal(["id00001", "id00002", "id00003"], history.Select(notification => notification.Id), StringComparer.Ordinal);
    }

    private static WebhookAlert Alert(string fingerprint, int number) => new()
    {
        Id = $"id{number:D5}",
        Name = $"id{number:D5}",
        ReceivedAt = TestListener.Start.AddSeconds(number),
        Protocol = "alertmanager",
        Fingerprint = fingerprint,
        Status = "firing",
        Summary = new string('s', 10_000),
    };

    private static Task<string> TextAsync(HttpResponseMessage response) => response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
}
