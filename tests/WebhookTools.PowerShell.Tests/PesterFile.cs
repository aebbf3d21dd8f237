using System.Globalization;
using System.Text.RegularExpressions;
using WebhookTools.Tests;

namespace WebhookTools.PowerShell.Tests;

/// <summary>Finds and runs Pester files.</summary>
internal static partial class PesterFile
{
    /// <summary>The source folder. The files run from there, against the module that was built.</summary>
    private static readonly string Folder = Repository.PathOf("tests", "WebhookTools.PowerShell.Tests");

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    /// <summary>The names of all Pester files, in ordinal order.</summary>
    public static string[] Names() =>
        [.. Directory.EnumerateFiles(Folder, "*.Tests.ps1").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    /// <summary>Runs one file in a new pwsh process.</summary>
    public static async Task<PesterRun> RunAsync(string name, CancellationToken cancellationToken)
    {
        string runner = Path.Combine(Folder, "support", "Invoke-PesterFile.ps1");
        (int? exitCode, string output) = await PowerShellProcess.RunAsync(
            ["-File", runner, "-Path", Path.Combine(Folder, name), "-PesterPath", PowerShellHost.PesterPath],
            Limit,
            cancellationToken);
        Match counts = Counts().Match(output);
        return new PesterRun
        {
            Output = output,
            ExitCode = exitCode ?? -1,
            IsTimedOut = exitCode is null,
            Passed = Number(counts.Groups["passed"]),
            Failed = Number(counts.Groups["failed"]),
            Skipped = Number(counts.Groups["skipped"]),
        };
    }

    private static int Number(Group group) => group.Success ? int.Parse(group.Value, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@"^Pester: (?<passed>\d+) passed, (?<failed>\d+) failed, (?<skipped>\d+) skipped", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Counts();
}

/// <summary>The result of running one Pester file.</summary>
internal sealed record PesterRun
{
    public required string Output { get; init; }

    public required int ExitCode { get; init; }

    public bool IsTimedOut { get; init; }

    public int Passed { get; init; }

    public int Failed { get; init; }

    public int Skipped { get; init; }

    public string Summary => $"{Passed} passed, {Failed} failed, {Skipped} skipped, exit code {ExitCode}";
}
