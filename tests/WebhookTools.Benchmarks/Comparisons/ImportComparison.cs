using WebhookTools.Benchmarks.Measuring;
using WebhookTools.Benchmarks.Reporting;

namespace WebhookTools.Benchmarks.Comparisons;

/// <summary>What importing the module and its first signature cost a script.</summary>
internal sealed class ImportComparison : Comparison
{
    private const string Ours = "pwsh, Import-Module WebhookTools";
    private const string Signing = "pwsh, Import-Module WebhookTools, and the first signature";
    private const string Idle = "pwsh, Import-Module of a module with as many cmdlets that do nothing, and one view";
    private const string Bare = "pwsh alone";

    private static readonly Figure Milliseconds = new("ms", "N0");

    public override string Name => "import";

    public override string Title => "Import-Module and the first signature";

    public override IReadOnlyList<string> Tools => [];

    public override async Task<Section> MeasureAsync(Workbench bench)
    {
        Command ours = Workbench.Pwsh("-Command", $"Import-Module '{bench.Module}'") with { IsSilent = true };
        Command signing = Workbench.Pwsh("-Command", $"Import-Module '{bench.Module}'; $null = Get-WebhookSignature -Scheme GitHub -Secret {Alarm.Secret} -Body '{{}}'") with { IsSilent = true };
        string module = bench.NewFolder("Idle");
        Command idle = Workbench.Pwsh("-Command", $"Import-Module '{module}'") with { IsSilent = true };
        Command bare = Workbench.Pwsh("-Command", "$null") with { IsSilent = true };
        await Workbench.Pwsh("-File", Workbench.Peer("new-idle-module.ps1"), "-Path", module, "-LikeModule", bench.Module).ReadAsync(bench.Cancellation);
        var results = new Results();
        await bench.TakeTurnsAsync(1, Contestants(new Results()));
        await bench.TakeTurnsAsync(bench.Pick(10, 3), Contestants(results));
        return new Section
        {
            Notes =
            [
                "The whole process. What importing costs is the difference of the medians, and so is what the first signature costs.",
                FormattableString.Invariant($"What limits it: {Cost(Idle):N0} ms of these {Cost(Ours):N0} is what the engine needs for a module with as many cmdlets that do nothing, which its manifest names one by one, and one view (tests/WebhookTools.Benchmarks/peers/new-idle-module.ps1)."),
            ],
            Commands = [bench.Show(ours), bench.Show(signing), bench.Show(idle), bench.Show(bare)],
            Results = results,
            Bars =
            [
                Bar.AtMost("`Import-Module` over bare `pwsh`, ms", Cost(Ours), 60, "0"),
                Bar.AtMost("the first signature over `Import-Module`, ms", results.Median(Signing, Milliseconds) - results.Median(Ours, Milliseconds), 60, "0"),
            ],
        };

        double Cost(string name) => results.Median(name, Milliseconds) - results.Median(Bare, Milliseconds);

        List<(string, Func<Task>)> Contestants(Results into) =>
            [(Ours, () => MeasureAsync(Ours, ours, into)), (Signing, () => MeasureAsync(Signing, signing, into)), (Idle, () => MeasureAsync(Idle, idle, into)), (Bare, () => MeasureAsync(Bare, bare, into))];

        async Task MeasureAsync(string name, Command command, Results into) =>
            into.Add(name, Milliseconds, (await command.TimeAsync(bench.Cancellation)).TotalMilliseconds);
    }
}
