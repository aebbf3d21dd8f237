using System.Globalization;
using System.Text.RegularExpressions;
using WebhookTools.Cli.Tests.Processes;
using WebhookTools.Tests;

namespace WebhookTools.Cli.Tests.Guides;

/// <summary>The examples in the guides work: shell blocks are run, and configurations are checked by the programs that read them.</summary>
public sealed partial class GuideTests
{
    private const string Receiver = "https://hooks.example.org";
    private const string ListenerPort = "3001";

    public static TheoryData<GuideBlock> ShellBlocks => [.. GuideBlock.In("sh")];

    public static TheoryData<GuideBlock> ShellBlocksWithOutput => [.. GuideBlock.In("sh").Where(block => GuideBlock.In("text").Any(output => output.IsOutputOf(block)))];

    private static CancellationToken Canceled => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(ShellBlocks))]
    public async Task A_shell_block_runs_unchanged(GuideBlock block)
    {
        Tool.RequirePosix();
        Tool.Require("bash", "curl", "jq");
        using var folder = new TemporaryFolder();
        await using TestReceiver receiver = await TestReceiver.StartAsync();
        string port = ExternalTool.FindFreePort().ToString(CultureInfo.InvariantCulture);
        string code = block.Code
            .Replace(Receiver, receiver.Uri[..receiver.Uri.LastIndexOf('/')], StringComparison.Ordinal)
            .Replace(ListenerPort, port, StringComparison.Ordinal);

        CliResult result = await RunAsync(code, folder, port);

        result.ShouldExitWith(0);
        bool posts = block.Code.Contains(Receiver, StringComparison.Ordinal) && !block.Code.StartsWith('!');
        Assert.Equal(posts, !receiver.Requests.IsEmpty);
    }

    [Theory]
    [MemberData(nameof(ShellBlocksWithOutput))]
    public async Task A_shell_block_prints_what_the_guide_shows(GuideBlock block)
    {
        Tool.RequirePosix();
        Tool.Require("bash", "curl", "jq");
        using var folder = new TemporaryFolder();

        CliResult result = await RunAsync(block.Code, folder, ListenerPort);

        GuideBlock shown = GuideBlock.In("text").Single(output => output.IsOutputOf(block));
        Assert.Equal(shown.Code, result.ShouldExitWith(0).Output);
    }

    [Fact]
    public async Task Every_option_in_a_guide_exists()
    {
        string listen = (await CliProcess.RunAsync(["listen", "--help"])).ShouldExitWith(0).Output;
        string[] lines = [.. new[] { "ini", "dockerfile", "console" }
            .SelectMany(GuideBlock.In)
            .SelectMany(block => block.Code.Split('\n'))
            .Where(line => line.Contains("webhooktools", StringComparison.Ordinal) || line.StartsWith("CMD", StringComparison.Ordinal))];

        string[] options = [.. lines.SelectMany(line => OptionName().Matches(line)).Select(match => match.Value).Distinct(StringComparer.Ordinal)];

        Assert.Contains("--token-file", options, StringComparer.Ordinal);
        Assert.All(options, option => Assert.Contains(option + " ", listen, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("amtool", "receivers:", "check-config")]
    [InlineData("promtool", "scrape_configs:", "check config --syntax-only")]
    public async Task A_configuration_is_accepted_by_its_program(string tool, string mark, string command)
    {
        Tool.Require(tool);
        using var folder = new TemporaryFolder();
        GuideBlock block = Assert.Single(GuideBlock.In("yaml"), block => block.Code.Contains(mark, StringComparison.Ordinal));
        await File.WriteAllTextAsync(folder.File("config.yml"), block.Code, Canceled);

        CliResult result = await CliProcess.RunToolAsync(tool, [.. command.Split(' '), folder.File("config.yml")]);

        result.ShouldExitWith(0);
    }

    /// <summary>Runs a block with the executable under test, and ends its background jobs even if it fails.</summary>
    private static async Task<CliResult> RunAsync(string code, TemporaryFolder folder, string port)
    {
        string programs = await WriteProgramAsync(folder, port);
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["HOOK_SECRET"] = "a-secret-of-the-tests",
            ["READ_TOKEN"] = "a-token-of-the-readers",
            ["PATH"] = programs + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH"),
        };
        return await CliProcess.RunToolAsync("bash", ["-c", $"set -e -o pipefail\ntrap 'kill $(jobs -p) 2>/dev/null || true' EXIT\n{code}"], environment: environment, folder: folder.Path);
    }

    /// <summary>Writes a script named webhooktools that runs the executable under test, on a free port instead of the default.</summary>
    private static async Task<string> WriteProgramAsync(TemporaryFolder folder, string port)
    {
        string programs = Directory.CreateDirectory(folder.File("bin")).FullName;
        string path = Path.Combine(programs, "webhooktools");
        await File.WriteAllTextAsync(path, $"#!/bin/sh\nif [ \"$1\" = listen ]; then shift; exec '{CliProcess.Executable}' listen --port {port} \"$@\"; fi\nexec '{CliProcess.Executable}' \"$@\"\n", Canceled);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return programs;
    }

    [GeneratedRegex("(?<=[ \"])--[a-z][a-z-]+", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex OptionName();
}
