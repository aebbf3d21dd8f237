using WebhookTools.Benchmarks.Measuring;
using WebhookTools.Benchmarks.Reporting;

namespace WebhookTools.Benchmarks.Comparisons;

/// <summary>Whether the memory of a listener grows with the number of alarms.</summary>
internal sealed class MemoryComparison : Comparison
{
    private const double Megabyte = 1_000_000;
    private const string Same = "the same alarm, every one kept";
    private const string Different = "different alarms, deduplicated over 60 s";

    private static readonly Figure First = new("MB after the first tenth", "N0");
    private static readonly Figure Last = new("MB after all", "N0");
    private static readonly Figure Growth = new("ratio", "N2");

    public override string Name => "memory";

    public override string Title => "Resident memory of a listener after 50,000 and after 500,000 alarms";

    public override IReadOnlyList<string> Tools => ["wrk"];

    public override async Task<Section> MeasureAsync(Workbench bench)
    {
        var results = new Results();
        var commands = new List<string>();
        long all = bench.Pick(500_000, 20_000);
        await bench.TakeTurnsAsync(1,
        [
            (Same, () => MeasureAsync(bench, Same, all, ["--deduplicate-sec", "0", "--scheme", "GitHub"], (uri, _) => Wrk.Alarms(uri, TimeSpan.FromSeconds(1)), results, commands)),
            (Different, () => MeasureAsync(bench, Different, all, [], (uri, first) => Wrk.NumberedAlarms(uri, TimeSpan.FromSeconds(1), first), results, commands)),
        ]);
        return new Section
        {
            Notes = [FormattableString.Invariant($"The resident memory after {all / 10:N0} and after {all:N0} accepted alarms, each with a new listener.")],
            Commands = commands,
            Results = results,
            Bars =
            [
                Bar.AtMost("memory after all alarms : after the first tenth, the same alarm", results.Median(Same, Growth), 1.2, "0.00 ×"),
                Bar.AtMost("memory after all alarms : after the first tenth, different alarms", results.Median(Different, Growth), 1.2, "0.00 ×"),
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
            "http://127.0.0.1:PORT/",
            tally: null);
        commands.Add(bench.Show(receiver.Command));
        double first = await FillAsync(all / 10);
        double last = await FillAsync(all);
        results.Add(name, First, first / Megabyte);
        results.Add(name, Last, last / Megabyte);
        results.Add(name, Growth, last / first);

        async Task<long> FillAsync(long count)
        {
            while (receiver.Accepted < count)
            {
                receiver.Note(await Wrk.RunAsync(post(receiver.Uri, receiver.Accepted), bench.Cancellation));
                if (receiver.Rejected > 0)
                {
                    throw new InvalidOperationException("An alarm was rejected.");
                }
            }

            return receiver.Server.Memory;
        }
    }
}
