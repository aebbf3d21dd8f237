using WebhookTools.Cli.Tests.Processes;

namespace WebhookTools.Cli.Tests.Commands;

/// <summary>The examples in help work.</summary>
public sealed class ExampleTests
{
    private static readonly Dictionary<string, string> Secret = new(StringComparer.Ordinal) { ["HOOK_SECRET"] = "a-secret-of-the-hook" };

    [Fact]
    public async Task A_signature_is_passed_to_curl()
    {
        Tool.Require("bash", "curl");
        await using RunningListener listener = await RunningListener.StartAsync(["--scheme", "GitHub", "--secret-env", "HOOK_SECRET"], Secret);

        CliResult result = await RunAsync(
            """body='{"state":"ok"}'; curl --silent --fail --noproxy '*' -H "$(printf %s "$body" | webhooktools sign --scheme GitHub --secret-env HOOK_SECRET)" --data-raw "$body" "$URI/hook" """,
            listener);

        result.ShouldExitWith(0);
        Assert.Single(await listener.ReadAlertsAsync());
    }

    [Fact]
    public async Task A_secret_is_created_stored_and_used()
    {
        Tool.Require("bash");

        CliResult result = await RunAsync(
            """
            HOOK_SECRET=$(webhooktools secret --scheme GitHub); export HOOK_SECRET
            header=$(webhooktools sign --scheme GitHub --secret-env HOOK_SECRET --body hello)
            printf hello | webhooktools verify --scheme GitHub --secret-env HOOK_SECRET --header "$header"
            """,
            listener: null);

        Assert.Equal("valid\n", result.ShouldExitWith(0).Output);
    }

    [Fact]
    public async Task A_metric_is_flattened_signed_and_sent_and_its_alert_read_with_jq()
    {
        Tool.Require("bash", "jq");
        await using RunningListener listener = await RunningListener.StartAsync(["--scheme", "GitHub", "--secret-env", "HOOK_SECRET", "--path", "/metrics/health"], Secret);

        CliResult result = await RunAsync(
            """
            echo '{"disk":{"root":{"free":1}}}' | webhooktools send "$URI/metrics/health" --flatten --scheme GitHub --secret-env HOOK_SECRET --no-proxy > /dev/null &&
            webhooktools alerts --log-path webhook.log --json | jq -c .body
            """,
            listener);

        Assert.Equal("{\"disk.root.free\":1}\n", result.ShouldExitWith(0).Output);
    }

    private static Task<CliResult> RunAsync(string script, RunningListener? listener)
    {
        var environment = new Dictionary<string, string>(Secret, StringComparer.Ordinal)
        {
            ["PATH"] = Path.GetDirectoryName(CliProcess.Executable) + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH"),
            ["URI"] = listener?.Uri ?? string.Empty,
        };
        return CliProcess.RunToolAsync("bash", ["-c", script], environment: environment, folder: listener?.Folder);
    }
}
