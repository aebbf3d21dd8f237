using WebhookTools.Cli.Tests.Processes;
using WebhookTools.Tests;

namespace WebhookTools.Cli.Tests.Commands;

public sealed class DemoTests
{
    [Fact]
    public async Task Every_check_passes()
    {
        CliResult result = await CliProcess.RunAsync(["demo"]);

        Assert.Empty(result.ShouldExitWith(0).Error);
        Assert.DoesNotContain("✗", result.Output, StringComparison.Ordinal);
        Assert.Matches("\nAll [0-9]+ checks passed.\n$", result.Output);
    }

    [Fact]
    public async Task It_shows_sent_received_rejected_and_journaled_webhooks()
    {
        string output = (await CliProcess.RunAsync(["demo"])).ShouldExitWith(0).Output;

        Assert.Contains("{\"node\":\"n0001\",\"disk.root.freePercent\":12.5", output, StringComparison.Ordinal);
        Assert.Contains("X-Hub-Signature-256: sha256=", output, StringComparison.Ordinal);
        Assert.Contains("received   alertmanager · HighCPUUsage · firing", output, StringComparison.Ordinal);
        Assert.Contains("received   monasca · Disk is full · ALARM", output, StringComparison.Ordinal);
        Assert.Contains("✓ rejected with 401", output, StringComparison.Ordinal);
        Assert.Equal(3, output.Split("line       {\"id\":\"").Length - 1);
    }

    [Fact]
    public async Task Nothing_is_left_behind()
    {
        using var folder = new TemporaryFolder();

        CliResult result = await CliProcess.RunAsync(["demo"], environment: new Dictionary<string, string>(StringComparer.Ordinal) { ["TMPDIR"] = folder.Path });

        result.ShouldExitWith(0);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task Redirected_output_has_no_color()
    {
        Assert.DoesNotContain('\e', (await CliProcess.RunAsync(["demo"])).ShouldExitWith(0).Output);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_terminal_gets_color_unless_NO_COLOR_is_set(bool hasNoColor)
    {
        Tool.Require("script");
        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["TERM"] = "xterm" };
        if (hasNoColor)
        {
            environment["NO_COLOR"] = "1";
        }

        CliResult result = await CliProcess.RunToolAsync("script", ["--quiet", "--return", "--command", $"'{CliProcess.Executable}' demo", "/dev/null"], environment: environment);

        Assert.Equal(!hasNoColor, result.ShouldExitWith(0).Output.Contains("\e[32m✓\e[0m", StringComparison.Ordinal));
    }
}
