using WebhookTools.Benchmarks.Measuring;
using WebhookTools.Benchmarks.Reporting;

namespace WebhookTools.Benchmarks.Comparisons;

/// <summary>Whether a listener's memory grows with what it has received.</summary>
internal sealed class MemoryComparison : Comparison
{
    private const double MiB = 1 << 20;
    private const string Same = "one alarm over and over, every one kept";
    private const string Different = "each alarm another, deduplicated over 60 s";

    private static readonly Figure First = new("MiB after the first tenth", "N0");
    private static readonly Figure Last = new("MiB after all", "N0");
    private static readonly Figure Growth = new("times", "N2");

    public override string Name => "memory";

    public override string Title => "Memory of a listener after 100,000 and after 1,000,000 alarms";

    public override IReadOnlyList<string> Tools => ["wrk"];

    public override async Task<Section> MeasureAsync(Workbench bench)
    {
        var results = new Results();
        var commands = new List<string>();
        long all = bench.Pick(1_000_000, 20_000);
        await bench.TakeTurnsAsync(bench.Runs,
        [
            (Same, () => MeasureAsync(bench, Same, all, ["--deduplicate-sec", "0", "--scheme", "GitHub"], (uri, _) => Wrk.Alarms(uri, TimeSpan.FromSeconds(1)), results, commands)),
            (Different, () => MeasureAsync(bench, Different, all, [], (uri, first) => Wrk.NumberedAlarms(uri, TimeSpan.FromSeconds(1), first), results, commands)),
        ]);
        return new Section
        {
            Notes = [FormattableString.Invariant($"What the system counts as resident, looked at when {all / 10:N0} and when {all:N0} alarms had been answered with 2xx. A listener of its own for each run.")],
            Commands = [.. commands.Distinct(StringComparer.Ordinal)],
            Results = results,
            Bars =
            [
                Bar.AtMost("memory after 1,000,000 alarms against after 100,000, the same alarm", results.Median(Same, Growth), 1.2, "0.00 ×"),
                Bar.AtMost("memory after 1,000,000 alarms against after 100,000, each another", results.Median(Different, Growth), 1.2, "0.00 ×"),
            ],
        };
    }

    private async Task MeasureAsync(Workbench bench, string name, long all, string[] options, Func<string, long, Command> post, Results results, List<string> commands)
    {
        await using var receivers = new ReceiverSet();
        string journal = Path.Combine(bench.NewFolder(Name), JournalTally.ActiveName);
        Receiver receiver = await receivers.StartAsync(
            name,
            bench,
            port => bench.WebhookTools(["listen", "--port", port, "--log-path", journal, "--durability", "flushed", "--no-rate-limit", "--retained-file-count", "1", .. options]),
            "/",
            tally: null);
        commands.Add(bench.Show(receiver.Command));
        double first = await FillAsync(all / 10);
        double last = await FillAsync(all);
        results.Add(name, First, first / MiB);
        results.Add(name, Last, last / MiB);
        results.Add(name, Growth, last / first);

        async Task<long> FillAsync(long count)
        {
            while (receiver.Accepted < count)
            {
                receiver.Note(await Wrk.RunAsync(post(receiver.Uri, receiver.Accepted), bench.Cancellation));
                if (receiver.Refused > 0)
                {
                    throw new InvalidOperationException("An alarm was refused.");
                }
            }

            return receiver.Server.Memory;
        }
    }
}
