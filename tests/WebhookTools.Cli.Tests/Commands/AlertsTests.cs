using System.Text.Json;
using WebhookTools.Cli.Tests.Processes;
using WebhookTools.Tests;

namespace WebhookTools.Cli.Tests.Commands;

/// <summary>A real listener writes the journals of these tests.</summary>
public sealed class AlertsTests
{
    [Fact]
    public async Task A_table_shows_one_alert_on_a_line_below_its_titles()
    {
        await using RunningListener listener = await StartWithAlertsAsync();

        CliResult result = await CliProcess.RunAsync(["alerts", "--log-path", listener.JournalPath]);

        string[] lines = result.ShouldExitWith(0).Lines;
        Assert.Equal(4, lines.Length);
        Assert.Matches("^RECEIVED +PROTOCOL +STATUS +SEVERITY +NAME +SUMMARY$", lines[0]);
        Assert.Matches(@"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d +alertmanager +firing +warning +HighCPUUsage +CPU usage is above 80%$", lines[1]);
        Assert.All(lines[1..], line => Assert.Equal(lines[0].IndexOf("STATUS", StringComparison.Ordinal) - 1, line.LastIndexOf(' ', lines[0].IndexOf("STATUS", StringComparison.Ordinal))));
        Assert.DoesNotContain('\e', result.Output);
    }

    [Theory]
    [InlineData("--status", "FIRING", 1)]
    [InlineData("--name", "High*", 2)]
    [InlineData("--name", "nothing", 0)]
    [InlineData("--protocol", "monasca", 1)]
    [InlineData("--severity", "warn?ng", 2)]
    [InlineData("--fingerprint", "947737e3559055bc", 2)]
    [InlineData("--since", "1h", 3)]
    [InlineData("--until", "1h", 0)]
    [InlineData("--since", "2100-01-01", 0)]
    [InlineData("--until", "2100-01-01T00:00:00Z", 3)]
    [InlineData("--last", "2", 2)]
    [InlineData("--last", "100", 3)]
    public async Task A_filter_selects_alerts(string option, string value, int count)
    {
        await using RunningListener listener = await StartWithAlertsAsync();

        Assert.Equal(count, (await listener.ReadAlertsAsync(option, value)).Length);
    }

    [Fact]
    public async Task Last_shows_the_latest_alerts_newest_first()
    {
        await using RunningListener listener = await StartWithAlertsAsync();

        JsonElement[] alerts = await listener.ReadAlertsAsync("--last", "2");

        Assert.Equal(["Critical", "resolved"], alerts.Select(alert => alert.GetProperty("status").GetString()));
    }

    [Fact]
    public async Task No_matching_alert_prints_nothing_and_is_not_a_failure()
    {
        await using RunningListener listener = await StartWithAlertsAsync();

        CliResult result = await CliProcess.RunAsync(["alerts", "--log-path", listener.JournalPath, "--name", "nothing"]);

        Assert.Empty(result.ShouldExitWith(0).Output);
    }

    [Fact]
    public async Task A_missing_journal_is_named()
    {
        using var folder = new TemporaryFolder();

        CliResult result = await CliProcess.RunAsync(["alerts", "--log-path", folder.File("no.log")]);

        result.ShouldFail(2, "JournalNotFound", "no.log");
    }

    [Fact]
    public async Task A_damaged_line_is_reported_and_the_others_are_read()
    {
        Tool.RequirePosix();
        await using RunningListener listener = await StartWithAlertsAsync();
        await listener.StopAsync();
        string[] lines = await listener.ReadJournalAsync();
        await File.WriteAllLinesAsync(listener.JournalPath, [lines[0], "{\"damaged\":", lines[2]], TestContext.Current.CancellationToken);

        CliResult result = await CliProcess.RunAsync(["alerts", "--log-path", listener.JournalPath, "--json"]);

        Assert.Equal(2, result.ShouldExitWith(0).Lines.Length);
        Assert.Contains("warning: line 2 of ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_text_of_an_alert_cannot_control_the_terminal()
    {
        await using RunningListener listener = await RunningListener.StartAsync();
        string body = JsonSerializer.Serialize(new { alarm_id = "1", alarm_name = "\e[2Jgone\n2026 forged line", state = "ALARM", metrics = Array.Empty<object>() });
        (await CliProcess.RunAsync(["send", listener.Uri + "/"], body)).ShouldExitWith(0);

        CliResult result = await CliProcess.RunAsync(["alerts", "--log-path", listener.JournalPath]);

        Assert.Equal(2, result.ShouldExitWith(0).Lines.Length);
        Assert.Contains(@"\u001b[2Jgone\n2026 forged line", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Thousands_are_read_in_one_table()
    {
        Tool.RequirePosix();
        await using RunningListener listener = await StartWithAlertsAsync();
        await listener.StopAsync();
        string[] lines = await listener.ReadJournalAsync();
        await File.WriteAllLinesAsync(listener.JournalPath, Enumerable.Range(0, 2500).Select(_ => lines[0]), TestContext.Current.CancellationToken);

        CliResult result = await CliProcess.RunAsync(["alerts", "--log-path", listener.JournalPath]);

        Assert.Equal(2501, result.ShouldExitWith(0).Lines.Length);
        Assert.Single(result.Lines[1..].Distinct(StringComparer.Ordinal));
    }

    private static async Task<RunningListener> StartWithAlertsAsync()
    {
        RunningListener listener = await RunningListener.StartAsync();
        foreach ((string path, string sample) in new[] { ("/webhook", "alertmanager-firing.json"), ("/webhook", "alertmanager-resolved.json"), ("/", "monasca.json") })
        {
            (await CliProcess.RunAsync(["send", listener.Uri + path, "--in-file", TestData.Sample(sample)])).ShouldExitWith(0);
        }

        return listener;
    }
}
