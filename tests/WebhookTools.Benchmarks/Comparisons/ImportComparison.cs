using WebhookTools.Benchmarks.Measuring;
using WebhookTools.Benchmarks.Reporting;

namespace WebhookTools.Benchmarks.Comparisons;

/// <summary>What importing the module and its first signature cost a script.</summary>
internal sealed class ImportComparison : Comparison
{
    private const string Ours = "pwsh, Import-Module WebhookTools";
    private const string Signing = "pwsh, Import-Module WebhookTools, and the first signature";
    private const string Bare = "pwsh alone";

    private static readonly Figure Milliseconds = new("ms", "N0");

    public override string Name => "import";

    public override string Title => "Import-Module and the first signature";

    public override IReadOnlyList<string> Tools => ["pwsh"];

    public override async Task<Section> MeasureAsync(Workbench bench)
    {
        Command ours = Workbench.Pwsh("-Command", $"Import-Module '{bench.Module}'") with { IsSilent = true };
        Command signing = Workbench.Pwsh("-Command", $"Import-Module '{bench.Module}'; $null = Get-WebhookSignature -Scheme GitHub -Secret {Alarm.Secret} -Body '{{}}'") with { IsSilent = true };
        Command bare = Workbench.Pwsh("-Command", "$null") with { IsSilent = true };
        var results = new Results();
        await bench.TakeTurnsAsync(1, Contestants(new Results()));
        await bench.TakeTurnsAsync(bench.Pick(10, 3), Contestants(results));
        return new Section
        {
            Notes =
            [
                "The whole process. What importing costs is the difference of the medians, and so is what the first signature costs.",
                "What limits it: a module of as many cmdlets that do nothing, which its manifest names one by one and which has one view, measured apart, takes four fifths of it. Most of that is what the engine does when it first matches a command's name, and when it first reads views.",
            ],
            Commands = [bench.Show(ours), bench.Show(signing), bench.Show(bare)],
            Results = results,
            Bars =
            [
                Bar.AtMost("`Import-Module` over bare `pwsh`, ms", results.Median(Ours, Milliseconds) - results.Median(Bare, Milliseconds), 60, "0"),
                Bar.AtMost("the first signature over `Import-Module`, ms", results.Median(Signing, Milliseconds) - results.Median(Ours, Milliseconds), 60, "0"),
            ],
        };

        List<(string, Func<Task>)> Contestants(Results into) =>
            [(Ours, () => MeasureAsync(Ours, ours, into)), (Signing, () => MeasureAsync(Signing, signing, into)), (Bare, () => MeasureAsync(Bare, bare, into))];

        async Task MeasureAsync(string name, Command command, Results into) =>
            into.Add(name, Milliseconds, (await command.TimeAsync(bench.Cancellation)).TotalMilliseconds);
    }
}
