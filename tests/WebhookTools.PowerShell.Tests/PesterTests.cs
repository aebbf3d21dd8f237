using WebhookTools.Tests;

namespace WebhookTools.PowerShell.Tests;

/// <summary>Runs each Pester file in its own pwsh process, without a profile or a terminal, as a pipeline step would.</summary>
public sealed class PesterTests(ITestOutputHelper output)
{
    public static TheoryData<string> Files => [.. PesterFile.Names()];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Every_test_of_the_file_passes(string file)
    {
        PesterRun run = await PesterFile.RunAsync(file, TestContext.Current.CancellationToken);
        output.WriteLine($"{file}: {run.Summary}");
        foreach (string skipped in run.Output.Split('\n').Where(line => line.Contains("[!]", StringComparison.Ordinal)))
        {
            output.WriteLine(skipped);
        }

        Assert.False(run.IsTimedOut, $"{file} did not finish in time.{Environment.NewLine}{run.Output}");
        Assert.True(run.Failed == 0 && run.ExitCode == 0, $"{file}: {run.Summary}{Environment.NewLine}{run.Output}");
        Assert.True(run.Passed > 0, $"{file}: no test ran.");
    }

    [Fact]
    public void Every_cmdlet_has_a_file()
    {
        string[] cmdlets = ModuleManifest.ExportedCmdlets();
        Assert.NotEmpty(cmdlets);
        Assert.Empty(cmdlets.Select(cmdlet => cmdlet + ".Tests.ps1").Except(PesterFile.Names(), StringComparer.Ordinal));
    }
}
