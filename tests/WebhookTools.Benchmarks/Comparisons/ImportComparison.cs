using WebhookTools.Benchmarks.Measuring;
using WebhookTools.Benchmarks.Reporting;

namespace WebhookTools.Benchmarks.Comparisons;

/// <summary>The time that a script takes to import the module and for its first signature.</summary>
internal sealed class ImportComparison : Comparison
{
    private const string Ours = "Import-Module WebhookTools";
    private const string Signing = "Import-Module WebhookTools, and the first signature";
    private const string Idle = "Import-Module of a module with as many cmdlets that do nothing, and one view";
    private const string Bare = "pwsh alone";

    private static readonly Figure Milliseconds = new("ms", "N0");
    private static readonly Figure Difference = new("ms more than pwsh alone", "N0");

    public override string Name => "import";

    public override string Title => "Import-Module and the first signature";

    public override IReadOnlyList<string> Tools => [];

    public override async Task<Section> MeasureAsync(Workbench bench)
    {
        string module = bench.NewFolder("Idle");
        await Workbench.Pwsh("-File", Workbench.Peer("new-idle-module.ps1"), "-Path", module, "-LikeModule", bench.Module).ReadAsync(bench.Cancellation);
        (string Name, Command Command)[] contestants =
        [
            (Ours, Script($"Import-Module '{bench.Module}'")),
            (Signing, Script($"Import-Module '{bench.Module}'; $null = Get-WebhookSignature -Scheme GitHub -Secret {Alarm.Secret} -Body '{{}}'")),
            (Idle, Script($"Import-Module '{module}'")),
            (Bare, Script("$null")),
        ];
        var results = new Results();
        await bench.TakeTurnsAsync(1, Turns(new Results()));
        await bench.TakeTurnsAsync(bench.Pick(10, 2), Turns(results));
        foreach (string name in (string[])[Ours, Signing, Idle])
        {
            results.Add(name, Difference, results.Median(name, Milliseconds) - results.Median(Bare, Milliseconds));
        }

        return new Section
        {
            Notes = ["The whole process. The module of idle cmdlets (tests/WebhookTools.Benchmarks/peers/new-idle-module.ps1) shows the time that the engine itself needs for a module of this size."],
            Commands = [.. contestants.Select(contestant => bench.Show(contestant.Command))],
            Results = results,
        };

        static Command Script(string script) => Workbench.Pwsh("-Command", script) with { IsSilent = true };

        List<(string, Func<Task>)> Turns(Results into) => [.. contestants.Select(contestant => (contestant.Name, (Func<Task>)(() => MeasureAsync(contestant.Name, contestant.Command, into))))];

        async Task MeasureAsync(string name, Command command, Results into) =>
            into.Add(name, Milliseconds, (await command.TimeAsync(bench.Cancellation)).TotalMilliseconds);
    }
}
