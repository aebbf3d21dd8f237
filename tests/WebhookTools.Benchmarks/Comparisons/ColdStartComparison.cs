using WebhookTools.Benchmarks.Measuring;
using WebhookTools.Benchmarks.Reporting;

namespace WebhookTools.Benchmarks.Comparisons;

/// <summary>The time that a shell script waits for one signature.</summary>
internal sealed class ColdStartComparison : Comparison
{
    private const string Ours = "webhooktools sign";
    private const string Bare = "a bare native program that signs standard input";
    private const string Openssl = "openssl dgst";

    private static readonly Figure Milliseconds = new("ms", "N1");

    public override string Name => "cold";

    public override string Title => "One signature, from a cold start";

    public override IReadOnlyList<string> Tools => ["openssl"];

    public override async Task<Section> MeasureAsync(Workbench bench)
    {
        Command ours = bench.WebhookTools("sign", "--scheme", "GitHub") with { Input = Alarm.File, IsSilent = true };
        Command bare = new Command(bench.BareSigner, Alarm.Secret) with { Input = Alarm.File, IsSilent = true };
        Command openssl = new("openssl", "dgst", "-sha256", "-hmac", Alarm.Secret) { Input = Alarm.File, IsSilent = true };
        var results = new Results();
        await bench.TakeTurnsAsync(2, Contestants(new Results()));
        await bench.TakeTurnsAsync(bench.Pick(41, 5), Contestants(results));
        return new Section
        {
            Notes = ["The whole process, with a 270-byte alarm on standard input. The bare program reads standard input, computes the HMAC and prints the header line; there is nothing else in it. Both are compiled with the same options."],
            Commands = [bench.Show(ours), bench.Show(bare), bench.Show(openssl)],
            Results = results,
            Bars =
            [
                Bar.AtMost("`sign`, whole process : `openssl dgst`", results.Ratio(Ours, Openssl, Milliseconds), 4, "0.0 ×"),
                Bar.AtMost("`sign`, whole process : a bare native program", results.Ratio(Ours, Bare, Milliseconds), 1.5, "0.0 ×"),
            ],
        };

        List<(string, Func<Task>)> Contestants(Results into) =>
            [(Ours, () => MeasureAsync(Ours, ours, into)), (Bare, () => MeasureAsync(Bare, bare, into)), (Openssl, () => MeasureAsync(Openssl, openssl, into))];

        async Task MeasureAsync(string name, Command command, Results into) =>
            into.Add(name, Milliseconds, (await command.TimeAsync(bench.Cancellation)).TotalMilliseconds);
    }
}
