using System.Text.Json;
using WebhookTools.Core.Alerts;
using WebhookTools.Core.Signatures;
using WebhookTools.Listener.Http;
using WebhookTools.Listener.Journal;
using WebhookTools.Listener.Tests.Support;
using WebhookTools.Tests;

namespace WebhookTools.Listener.Tests.Page;

public sealed class LiveAlertsTests
{
    [Fact]
    public async Task The_snapshot_contains_the_alerts_oldest_first()
    {
        await using TestListener listener = await TestListener.StartAsync();
        (await listener.PostAsync("/hooks/ci", """{"name":"first","status":"failed","severity":"high"}""")).Dispose();
        (await listener.PostAsync("/hooks/ci", """{"name":"second"}""")).Dispose();

        JsonElement snapshot = await listener.SnapshotAsync(alerts: 2);

        Assert.Equal(TestListener.Start, snapshot.GetProperty("now").GetDateTimeOffset());
        string[] names = [.. snapshot.GetProperty("alerts").EnumerateArray().Select(alert => alert.GetProperty("name").GetString()!)];
        Assert.Equal(["first", "second"], names);
        JsonElement first = snapshot.GetProperty("alerts")[0];
        Assert.Equal("failed", first.GetProperty("status").GetString());
        Assert.Equal("bad", first.GetProperty("tone").GetString());
        Assert.Equal("high", first.GetProperty("severity").GetString());
        Assert.Equal("generic", first.GetProperty("protocol").GetString());
        Assert.Equal("/hooks/ci", first.GetProperty("path").GetString());
        Assert.Equal(2, snapshot.GetProperty("statistics").GetProperty("accepted").GetInt64());
    }

    [Fact]
    public async Task The_details_of_an_alert_are_complete()
    {
        await using TestListener listener = await TestListener.StartAsync();
        byte[] body = Samples.Bytes("alertmanager-firing.json");
        (await listener.PostAsync("/webhook", body, ("X-Scope", "team-a"), ("Authorization", "Bearer not-for-the-page"))).Dispose();
        string id = (await listener.SnapshotAsync(alerts: 1)).GetProperty("alerts")[0].GetProperty("id").GetString()!;
        listener.Clock.Advance(TimeSpan.FromMinutes(5));
        (await listener.PostAsync("/webhook", Samples.Bytes("alertmanager-resolved.json"))).Dispose();
        await listener.SnapshotAsync(alerts: 2);

        JsonElement alert = await listener.JsonAsync("/live/alerts/" + id);

        Assert.Equal("HighCPUUsage", alert.GetProperty("name").GetString());
        Assert.Equal("production", alert.GetProperty("labels").GetProperty("namespace").GetString());
        Assert.Equal("CPU usage is above 80%", alert.GetProperty("annotations").GetProperty("summary").GetString());
        Assert.Equal("not-required", alert.GetProperty("signature").GetString());
        Assert.Equal("127.0.0.1", alert.GetProperty("remote").GetString());
        Assert.Equal("/webhook", alert.GetProperty("path").GetString());
        Assert.Equal(System.Text.Encoding.UTF8.GetString(body), alert.GetProperty("body").GetString());
        Assert.Equal(body.Length, alert.GetProperty("bodyLength").GetInt32());
        Dictionary<string, string> headers = alert.GetProperty("headers").EnumerateArray()
            .ToDictionary(header => header.GetProperty("name").GetString()!, header => header.GetProperty("value").GetString()!, StringComparer.OrdinalIgnoreCase);
        Assert.Equal("team-a", headers["X-Scope"]);
        Assert.Equal("***", headers["Authorization"]);
        string[] told = [.. alert.GetProperty("history").EnumerateArray().Select(segment => segment.GetProperty("status").GetString()!)];
        Assert.Equal(["firing", "resolved"], told);
    }

    [Fact]
    public async Task The_reason_of_a_rejected_signature_reveals_neither_the_secret_nor_the_expected_signature()
    {
        await using TestListener listener = await TestListener.StartAsync(options => options with { Scheme = SignatureSchemes.Get("GitHub"), Secrets = [WebhookSecret.FromText("It's a Secret to Everybody")] });
        (await listener.PostAsync("/hook", "{}", ("X-Hub-Signature-256", "sha256=" + new string('0', 64)))).Dispose();

        JsonElement rejection = (await listener.SnapshotAsync(rejected: 1)).GetProperty("rejected")[0];

        Assert.Equal(401, rejection.GetProperty("status").GetInt32());
        Assert.StartsWith("Invalid", rejection.GetProperty("reason").GetString(), StringComparison.Ordinal);
        string text = rejection.GetRawText();
        Assert.DoesNotContain("Secret to Everybody", text, StringComparison.Ordinal);
        string expected = Convert.ToHexStringLower(System.Security.Cryptography.HMACSHA256.HashData("It's a Secret to Everybody"u8, "{}"u8));
        Assert.DoesNotContain(expected, text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_verified_signature_is_shown_in_the_details()
    {
        await using TestListener listener = await TestListener.StartAsync(options => options with { Scheme = SignatureSchemes.Get("GitHub"), Secrets = [WebhookSecret.FromText("s")] });
        string signature = Convert.ToHexStringLower(System.Security.Cryptography.HMACSHA256.HashData("s"u8, """{"name":"a"}"""u8));
        (await listener.PostAsync("/hook", """{"name":"a"}""", ("X-Hub-Signature-256", "sha256=" + signature))).Dispose();
        string id = (await listener.SnapshotAsync(alerts: 1)).GetProperty("alerts")[0].GetProperty("id").GetString()!;

        JsonElement alert = await listener.JsonAsync("/live/alerts/" + id);

        Assert.Equal("verified", alert.GetProperty("signature").GetString());
    }

    [Fact]
    public async Task Rejected_requests_are_shown_with_their_reason_and_equal_ones_are_counted()
    {
        await using TestListener listener = await TestListener.StartAsync();
        (await listener.PostAsync("/webhook", "{}")).Dispose();
        (await listener.PostAsync("/nowhere/at/all", "{}")).Dispose();
        (await listener.PostAsync("/webhook", "{}")).Dispose();

        JsonElement rejected;
        do
        {
            rejected = (await listener.SnapshotAsync(rejected: 2)).GetProperty("rejected");
        }
        while (rejected[1].GetProperty("count").GetInt64() < 2);

        Assert.Equal(2, rejected.GetArrayLength());
        Assert.Equal("/nowhere/at/all", rejected[0].GetProperty("path").GetString());
        Assert.Equal(404, rejected[0].GetProperty("status").GetInt32());
        Assert.Equal("/webhook", rejected[1].GetProperty("path").GetString());
        Assert.Equal(400, rejected[1].GetProperty("status").GetInt32());
        Assert.Equal("127.0.0.1", rejected[1].GetProperty("remote").GetString());
        Assert.Equal("POST", rejected[1].GetProperty("method").GetString());
        Assert.NotEmpty(rejected[1].GetProperty("reason").GetString()!);
    }

    [Fact]
    public async Task A_failed_journal_is_shown_as_a_reason()
    {
        var journal = new MemoryJournal { IsFull = true };
        await using TestListener listener = await TestListener.StartAsync(journal);
        (await listener.PostAsync("/hook", "{}")).Dispose();

        JsonElement rejection = (await listener.SnapshotAsync(rejected: 1)).GetProperty("rejected")[0];

        Assert.Equal(503, rejection.GetProperty("status").GetInt32());
        Assert.Contains("journal", rejection.GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Alerts_of_an_earlier_run_come_before_those_of_this_run()
    {
        WebhookAlert[] earlier =
        [
            .. Enumerable.Range(0, 600).Select(number => new WebhookAlert
            {
                Id = $"a{number:D3}.0",
                ReceivedAt = TestListener.Start.AddHours(-1).AddSeconds(number),
                Protocol = "generic",
                Name = "earlier",
                Body = """{"name":"earlier"}""",
            }),
        ];
        await using TestListener listener = await TestListener.StartAsync(new MemoryJournal { Earlier = earlier });
        (await listener.PostAsync("/hook", """{"name":"now"}""")).Dispose();

        JsonElement alerts = (await listener.SnapshotAsync(alerts: 500)).GetProperty("alerts");
        JsonElement detail = await listener.JsonAsync("/live/alerts/a599.0");

        Assert.Equal(500, alerts.GetArrayLength());
        Assert.Equal("now", alerts[499].GetProperty("name").GetString());
        Assert.Equal("a599.0", alerts[498].GetProperty("id").GetString());
        Assert.Equal("""{"name":"earlier"}""", detail.GetProperty("body").GetString());
        Assert.Equal(JsonValueKind.Null, detail.GetProperty("path").ValueKind);
    }

    [Fact]
    public async Task After_a_restart_an_alert_is_shown_with_its_request()
    {
        using var folder = new TemporaryFolder();
        ListenerOptions options = TestListener.Options with { Journal = new JournalOptions { Path = folder.File("webhook.log") } };
        const string Body = "{ \"name\": \"kept\" }";
        JsonElement[] details = new JsonElement[2];
        for (int run = 0; run < details.Length; run++)
        {
            await using WebhookListener listener = await WebhookListener.StartAsync(options, TimeProvider.System, log: null, TestContext.Current.CancellationToken);
            using var client = new HttpClient { BaseAddress = listener.Uri };
            if (run == 0)
            {
                using var content = new StringContent(Body);
                content.Headers.Add("X-Team", "it's us");
                (await client.PostAsync("/hooks/kept?a=b", content, TestContext.Current.CancellationToken)).Dispose();
            }

            details[run] = await FirstDetailAsync(client);
        }

        foreach (string member in new[] { "path", "remote", "signature", "headers", "body", "bodyLength", "labels" })
        {
            Assert.Equal(details[0].GetProperty(member).GetRawText(), details[1].GetProperty(member).GetRawText());
        }

        Assert.Equal("/hooks/kept", details[1].GetProperty("path").GetString());
        Assert.Equal(Body, details[1].GetProperty("body").GetString());
        Assert.Contains("X-Team", details[1].GetProperty("headers").GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_alert_is_not_found()
    {
        await using TestListener listener = await TestListener.StartAsync();

        await ResponseAssert.EqualAsync(await listener.GetAsync("/live/alerts/none"), 404, """{"detail":"The alert is no longer in memory. The journal contains it."}""");
    }

    private static async Task<JsonElement> FirstDetailAsync(HttpClient client)
    {
        JsonElement alerts = default;
        await Eventually.TrueAsync(async () => (alerts = (await JsonAsync("/live/alerts")).GetProperty("alerts")).GetArrayLength() == 1);
        return await JsonAsync("/live/alerts/" + alerts[0].GetProperty("id").GetString());

        async Task<JsonElement> JsonAsync(string path) =>
            JsonDocument.Parse(await client.GetStringAsync(path, TestContext.Current.CancellationToken)).RootElement;
    }
}
