using WebhookTools.Tests;

namespace WebhookTools.PowerShell.Tests;

/// <summary>Runs every Pester file in a pwsh of its own, as a user's session would be: no profile, no terminal.</summary>
public sealed class PesterTests(ITestOutputHelper output)
{
    /// <summary>The Pester files, by name.</summary>
    public static TheoryData<string> Files => [.. PesterFile.Names()];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Every_test_of_the_file_passes(string file)
    {
        Assert.SkipWhen(PowerShellProcess.FindExecutable() is null, "skipped: pwsh not found");
        PesterRun run = await PesterFile.RunAsync(file, TestContext.Current.CancellationToken);
        output.WriteLine(run.Output);
        Assert.SkipWhen(run.IsPesterMissing, "skipped: Pester 5 or later not found");
        Assert.False(run.IsTimedOut, $"{file} did not end in time.");
        Assert.True(run.Failed == 0 && run.ExitCode == 0, $"{file}: {run.Summary}{Environment.NewLine}{run.Output}");
        Assert.True(run.Passed > 0, $"{file}: no test ran.");
    }

    [Fact]
    public void There_is_a_file_for_every_cmdlet()
    {
        string[] cmdlets = ModuleManifest.ExportedCmdlets();
        Assert.NotEmpty(cmdlets);
        Assert.Empty(cmdlets.Select(cmdlet => cmdlet + ".Tests.ps1").Except(PesterFile.Names(), StringComparer.Ordinal));
    }
}
