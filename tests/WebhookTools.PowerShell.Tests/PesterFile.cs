using System.Globalization;
using System.Text.RegularExpressions;
using WebhookTools.Tests;

namespace WebhookTools.PowerShell.Tests;

/// <summary>Finds and runs Pester files.</summary>
internal static partial class PesterFile
{
    /// <summary>What the runner script ends with where there is no Pester.</summary>
    private const int PesterMissingExitCode = 78;

    /// <summary>Pester files run from where their source is, beside the module that was built.</summary>
    private static readonly string Folder = Repository.PathOf("tests", "WebhookTools.PowerShell.Tests");

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>The names of all Pester files, in their order.</summary>
    public static string[] Names() =>
        [.. Directory.EnumerateFiles(Folder, "*.Tests.ps1").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    /// <summary>Runs one file in a fresh pwsh.</summary>
    public static async Task<PesterRun> RunAsync(string name, CancellationToken cancellationToken)
    {
        string runner = Path.Combine(Folder, "support", "Invoke-PesterFile.ps1");
        (int? exitCode, string output) = await PowerShellProcess.RunAsync(
            ["-NoProfile", "-NonInteractive", "-File", runner, Path.Combine(Folder, name)],
            Longest,
            cancellationToken);
        Match counts = Counts().Match(output);
        return new PesterRun
        {
            Output = output,
            ExitCode = exitCode ?? -1,
            IsTimedOut = exitCode is null,
            IsPesterMissing = exitCode == PesterMissingExitCode,
            Passed = Number(counts.Groups["passed"]),
            Failed = Number(counts.Groups["failed"]),
            Skipped = Number(counts.Groups["skipped"]),
        };
    }

    private static int Number(Group group) => group.Success ? int.Parse(group.Value, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@"^Pester: (?<passed>\d+) passed, (?<failed>\d+) failed, (?<skipped>\d+) skipped", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Counts();
}
