using System.Globalization;
using System.Text;
using System.Text.Json;
using WebhookTools.Core.Signatures;
using WebhookTools.Listener.Http;
using WebhookTools.Listener.Tests.Support;
using WebhookTools.Tests;

namespace WebhookTools.Listener.Tests.Page;

/// <summary>Runs a headless browser against a listener with an hour of history. The tests check its results.</summary>
public sealed class BrowserRun : IAsyncLifetime
{
    private const string Token = "a-long-token-for-the-browser";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private readonly ShiftedTimeProvider _clock = new();
    private readonly MemoryJournal _journal = new();
    private WebhookListener? _listener;
    private Dictionary<string, BrowserCheck> _checks = new(StringComparer.Ordinal);
    private string _skipped = string.Empty;
    private string _broken = string.Empty;

    /// <summary>The folder for screenshots.</summary>
    public static string Pictures => Repository.PathOf("artifacts", "screenshots");

    internal MemoryJournal Journal => _journal;

    private static string Folder => Repository.PathOf("tests", "peers", "browser");

    public async ValueTask InitializeAsync()
    {
        string? browser = new[] { "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }.FirstOrDefault(File.Exists);
        if (browser is null || !Directory.Exists(Path.Combine(Folder, "node_modules")))
        {
            _skipped = browser is null ? "chromium is not installed" : "playwright-core is not installed: run npm ci in tests/peers/browser";
            return;
        }

        _listener = await StartAsync(TestListener.Options, _journal);
        await SeedAsync(_listener.Uri);
        await using WebhookListener guarded = await StartAsync(TestListener.Options with { Tokens = [WebhookSecret.FromText(Token)] }, new MemoryJournal());
        ToolResult? result = await ExternalTool.RunAsync(
            "node",
            ["drive.mjs", _listener.Uri.AbsoluteUri, guarded.Uri.AbsoluteUri, Token, Pictures, browser],
            input: string.Empty,
            Folder,
            CancellationToken.None);
        if (result is null)
        {
            _skipped = "node is not installed";
            return;
        }

        _broken = result.ExitCode == 0 ? string.Empty : result.Error;
        _checks = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonSerializer.Deserialize<BrowserCheck>(line, Json)!)
            .ToDictionary(check => check.Check, StringComparer.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        if (_listener is not null)
        {
            await _listener.DisposeAsync();
        }
    }

    /// <summary>Returns the data of a check that passed. Otherwise fails or skips the test.</summary>
    public string? Passed(string name)
    {
        Assert.SkipWhen(_skipped.Length > 0, _skipped);
        Assert.True(_checks.TryGetValue(name, out BrowserCheck? check), $"The browser did not reach the check '{name}'. {_broken}");
        Assert.True(check!.Problem is null, check.Problem);
        return check.Data;
    }

    /// <summary>Asserts that all checks with this prefix passed.</summary>
    public void AllPassed(string start, int least)
    {
        Assert.SkipWhen(_skipped.Length > 0, _skipped);
        BrowserCheck[] checks = [.. _checks.Values.Where(check => check.Check.StartsWith(start, StringComparison.Ordinal))];
        Assert.True(checks.Length >= least, $"The browser reached only {checks.Length} of {least} checks '{start}'. {_broken}");
        Assert.Empty(checks.Where(check => check.Problem is not null).Select(check => check.Check + ": " + check.Problem));
    }

    private Task<WebhookListener> StartAsync(ListenerOptions options, MemoryJournal journal) =>
        WebhookListener.StartAsync(options, _clock, () => journal, log: null, CancellationToken.None);

    /// <summary>Sends the webhooks that a small team's listener receives in an hour.</summary>
    private async Task SeedAsync(Uri uri)
    {
        using var client = new HttpClient { BaseAddress = uri };
        for (int minute = -57; minute <= 0; minute++)
        {
            _clock.Shift = TimeSpan.FromMinutes(minute);
            foreach ((string path, string body) in Seeds(minute))
            {
                using var content = new StringContent(body, Encoding.UTF8, "application/json");
                using HttpResponseMessage response = await client.PostAsync(path, content);
            }
        }
    }

    private IEnumerable<(string Path, string Body)> Seeds(int minute)
    {
        if (minute is -55 or -41 or -12)
        {
            yield return ("/webhook", Alertmanager("firing", "HighCPUUsage", "947737e3559055bc", "warning", "CPU usage on node-1 has been above 80% for 5 minutes", minute));
        }

        if (minute is -48 or -30)
        {
            yield return ("/webhook", Alertmanager("resolved", "HighCPUUsage", "947737e3559055bc", "warning", "CPU usage on node-1 has been above 80% for 5 minutes", minute));
        }

        if (minute is -26 or -21 or -16)
        {
            yield return ("/webhook", Alertmanager("firing", "DatabaseReplicationLag", "5f1d0a77c2b94e10", "critical", "Replica db-2 is 48 s behind the primary", minute));
            yield return ("/", $$"""{"alarm_id":"0f9b7a52","alarm_name":"Disk of cinder-3 almost full","state":"{{(minute == -16 ? "OK" : "ALARM")}}","severity":"HIGH","message":"Thresholds were exceeded: avg(disk.space_used_perc) > 90","alarm_timestamp":1444064341}""");
        }

        if (minute % 9 == 0)
        {
            yield return ("/hooks/deploy", $$"""{"name":"shop-frontend deployed","status":"success","summary":"Release 2026.11.{{-minute}} is live in eu-central"}""");
        }

        if (minute % 13 == 0)
        {
            yield return ("/hooks/backup", """{"name":"Nightly backup","status":"failed","severity":"critical","summary":"pg_dump: connection to server was lost after 31 GiB"}""");
        }

        if (minute % 17 == 0)
        {
            yield return ("/hooks/tickets", """{"name":"Ticket OPS-1204","status":"opened","summary":"Login page slow since the morning, reported by three customers independently of each other; first seen behind the proxy of the Lyon office"}""");
            yield return ("/", """{"alarm_id":"77aa","alarm_name":"Agent of compute-11","state":"UNDETERMINED","severity":"LOW","message":"No data for 10 minutes"}""");
        }

        if (minute == -20)
        {
            yield return ("/webhook", """{"receiver":"team","groupKey":"g"}""");
            yield return ("/webhooks/alertmanager", "{}");
            yield return ("/hooks/legacy", "status=ok&host=db-1");
            yield return ("/hooks/legacy", "status=ok&host=db-1");
        }
    }

    private string Alertmanager(string status, string name, string fingerprint, string severity, string summary, int minute)
    {
        string now = _clock.GetUtcNow().ToString("O", CultureInfo.InvariantCulture);
        string startsAt = _clock.GetUtcNow().AddMinutes(minute is -48 ? -8 : minute is -30 ? -12 : -1).ToString("O", CultureInfo.InvariantCulture);
        string endsAt = string.Equals(status, "resolved", StringComparison.Ordinal) ? now : "0001-01-01T00:00:00Z";
        return $$"""
            {"receiver":"team","status":"{{status}}","alerts":[{"status":"{{status}}","labels":{"alertname":"{{name}}","instance":"node-1:9100","job":"node-exporter","namespace":"production","severity":"{{severity}}"},"annotations":{"summary":"{{summary}}","runbook_url":"https://runbooks.example.org/{{name}}"},"startsAt":"{{startsAt}}","endsAt":"{{endsAt}}","generatorURL":"http://prometheus.example.org/graph?g0.expr=up","fingerprint":"{{fingerprint}}"}],"groupLabels":{"alertname":"{{name}}"},"commonLabels":{"alertname":"{{name}}"},"commonAnnotations":{},"externalURL":"http://alertmanager.example.org:9093","version":"4","groupKey":"{}:{alertname=\"{{name}}\"}","truncatedAlerts":0}
            """;
    }
}

/// <param name="Problem">The problem, or null.</param>
/// <param name="Data">The data for the test, or null.</param>
internal sealed record BrowserCheck(string Check, string? Problem, string? Data);
