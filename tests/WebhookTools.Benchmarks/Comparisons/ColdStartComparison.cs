using WebhookTools.Benchmarks.Measuring;
using WebhookTools.Benchmarks.Reporting;

namespace WebhookTools.Benchmarks.Comparisons;

/// <summary>What a shell script waits for one signature.</summary>
internal sealed class ColdStartComparison : Comparison
{
    private const string Ours = "webhooktools sign";
    private const string Bare = "a program that does nothing but sign standard input, precompiled too";
    private const string Openssl = "openssl dgst";

    private static readonly Figure Milliseconds = new("ms", "N1");

    public override string Name => "cold";

    public override string Title => "One signature, from a cold start";

    public override IReadOnlyList<string> Tools => ["openssl"];

    public override async Task<Section> MeasureAsync(Workbench bench)
    {
        string body = Alarm.File;
        Command ours = bench.WebhookTools("sign", "--scheme", "GitHub") with { Input = body, IsSilent = true };
        Command bare = Workbench.Bare(BareSigner.Verb, Alarm.Secret) with { Input = body, IsSilent = true };
        Command openssl = new("openssl", "dgst", "-sha256", "-hmac", Alarm.Secret) { Input = body, IsSilent = true };
        var results = new Results();
        await bench.TakeTurnsAsync(1, Contestants(new Results()));
        await bench.TakeTurnsAsync(bench.Pick(10, 3), Contestants(results));
        return new Section
        {
            Notes =
            [
                "The whole process, an alarm of about 270 bytes from standard input.",
                FormattableString.Invariant($"What limits it: to start the runtime and to load OpenSSL, which the bare program does too, is {results.Median(Bare, Milliseconds) / results.Median(Ours, Milliseconds):P0} of the time. The bar is for a machine on which the bare program takes 20 ms."),
            ],
            Commands = [bench.Show(ours), bench.Show(bare), bench.Show(openssl)],
            Results = results,
            Bars = [Bar.AtMost("`webhooktools sign`, cold, ms", results.Median(Ours, Milliseconds), 80, "0")],
        };

        List<(string, Func<Task>)> Contestants(Results into) =>
            [(Ours, () => MeasureAsync(Ours, ours, into)), (Bare, () => MeasureAsync(Bare, bare, into)), (Openssl, () => MeasureAsync(Openssl, openssl, into))];

        async Task MeasureAsync(string name, Command command, Results into) =>
            into.Add(name, Milliseconds, (await command.TimeAsync(bench.Cancellation)).TotalMilliseconds);
    }
}
