using System.Text.Json;
using WebhookTools.Cli.Tests.Processes;
using WebhookTools.Tests;

namespace WebhookTools.Cli.Tests.Peers;

/// <summary>A real Alertmanager notifies <c>webhooktools listen</c>; <c>tests/peers/alertmanager/run</c> runs it against any receiver.</summary>
public sealed class AlertmanagerTests
{
    private const int Accepted = 0;
    private const int Refused = 1;

    private static readonly Dictionary<string, string> Token = new(StringComparer.Ordinal) { ["API_TOKEN"] = "a-token-of-the-api" };

    [Fact]
    public async Task Its_notifications_with_the_right_token_are_journaled_firing_and_resolved()
    {
        await using RunningListener listener = await StartAsync();

        CliResult notified = await NotifyAsync(listener, "a-token-of-the-api");

        notified.ShouldExitWith(Accepted);
        JsonElement[] alerts = await listener.ReadAlertsAsync();
        Assert.Equal(["firing", "resolved"], alerts.Select(alert => alert.GetProperty("status").GetString()));
        Assert.All(alerts, alert =>
        {
            Assert.Equal("alertmanager", alert.GetProperty("protocol").GetString());
            Assert.Equal("DiskFull", alert.GetProperty("name").GetString());
            Assert.Equal("critical", alert.GetProperty("severity").GetString());
            Assert.Equal("Disk / is full", alert.GetProperty("summary").GetString());
            Assert.Equal("node-7", alert.GetProperty("labels").GetProperty("instance").GetString());
        });
        Assert.Equal(alerts[0].GetProperty("fingerprint").GetString(), alerts[1].GetProperty("fingerprint").GetString());
        Assert.NotEqual(JsonValueKind.Null, alerts[1].GetProperty("endsAt").ValueKind);
    }

    [Fact]
    public async Task Its_notifications_with_a_wrong_token_are_rejected_with_401_and_not_journaled()
    {
        await using RunningListener listener = await StartAsync();

        CliResult notified = await NotifyAsync(listener, "another-token");

        Assert.Contains("unexpected status code 401", notified.ShouldExitWith(Refused).Output, StringComparison.Ordinal);
        Assert.Empty(await listener.ReadJournalAsync());
    }

    private static Task<RunningListener> StartAsync()
    {
        Tool.Require("bash", "curl", "prometheus-alertmanager", "amtool");
        return RunningListener.StartAsync(["--token-env", "API_TOKEN"], Token);
    }

    private static async Task<CliResult> NotifyAsync(RunningListener listener, string token)
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("token"), token, TestContext.Current.CancellationToken);
        return await CliProcess.RunToolAsync(Repository.PathOf("tests", "peers", "alertmanager", "run"), [listener.Uri + "/webhook", folder.File("token")]);
    }
}
