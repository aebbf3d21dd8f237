using WebhookTools.Cli.Tests.Processes;
using WebhookTools.Tests;

namespace WebhookTools.Cli.Tests.Commands;

/// <summary>The executable that all tests of this project run.</summary>
public sealed class ExecutableTests
{
    private const string NotNative = "The JIT build is tested. " + CliProcess.ExecutableVariable + " names a native executable to test instead.";

    [Fact]
    public void The_executable_under_test_is_reported()
    {
        TestContext.Current.TestOutputHelper!.WriteLine($"command line under test: {(CliProcess.IsNative ? "native" : "JIT build")}, {CliProcess.Executable}");

        Assert.True(File.Exists(CliProcess.Executable), $"There is no file {CliProcess.Executable}, which {CliProcess.ExecutableVariable} names.");
    }

    [Fact]
    public async Task The_native_executable_runs_without_an_environment()
    {
        Assert.SkipUnless(CliProcess.IsNative, NotNative);
        Tool.Require("env");
        using var folder = new TemporaryFolder();
        string copy = folder.File("webhooktools");
        File.Copy(CliProcess.Executable, copy);

        CliResult result = await CliProcess.RunToolAsync("env", ["-i", copy, "demo"], folder: folder.Path);

        Assert.Empty(result.ShouldExitWith(0).Error);
        Assert.Matches("\nAll [0-9]+ checks passed.\n$", result.Output);
    }
}
