using WebhookTools.Tests;

namespace WebhookTools.PowerShell.Tests;

/// <summary>Runs every Pester file in a pwsh of its own, as a user's session would be: no profile, no terminal.</summary>
public sealed class PesterTests(ITestOutputHelper output)
{
    private const string PwshNotFound = "skipped: pwsh not found";

    /// <summary>The Pester files, by name. Where they cannot run, the tests' own names say so: runners show a name always, and a reason seldom.</summary>
    public static IEnumerable<TheoryDataRow<string>> Files =>
        PesterFile.Names().Select(file => PowerShellProcess.FindExecutable() is null
            ? new TheoryDataRow<string>(file) { Skip = PwshNotFound, TestDisplayName = PwshNotFound }
            : new TheoryDataRow<string>(file));

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Every_test_of_the_file_passes(string file)
    {
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
