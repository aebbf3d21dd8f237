using System.Net.Http.Headers;
using WebhookTools.Benchmarks.Measuring;
using WebhookTools.Benchmarks.Reporting;

namespace WebhookTools.Benchmarks.Comparisons;

/// <summary>The number of alarms per second that are received, verified, kept and acknowledged.</summary>
internal sealed class ListenerComparison : Comparison
{
    private const string Synced = "webhooktools listen, Synced";
    private const string Flushed = "webhooktools listen, Flushed";
    private const string Bare = "bare Kestrel: reads the body, responds with OK";
    private const string Adnanh = "webhook (adnanh's): verifies, runs /bin/true";
    private const string Python = "Python receiver: logs, does not verify";

    private const double Megabyte = 1_000_000;

    private static readonly Figure PerSecond = new("alarms/s", "N0");
    private static readonly Figure P50 = new("p50, ms", "N2");
    private static readonly Figure P99 = new("p99, ms", "N2");
    private static readonly Figure Memory = new("resident, MB", "N0");
    private static readonly Figure Processor = new("processor time per alarm, µs", "N1");
    private static readonly Figure Busy = new("busy after the last response, s", "N1");

    public override string Name => "listener";

    public override string Title => "Receiving: 64 connections, a 270-byte alarm, its HMAC verified, every alarm kept";

    public override IReadOnlyList<string> Tools => ["wrk", "webhook", "python3"];

    public override async Task<Section> MeasureAsync(Workbench bench)
    {
        string hooks = Path.Combine(bench.NewFolder("adnanh"), "hooks.json");
        await File.WriteAllTextAsync(hooks, (await File.ReadAllTextAsync(Workbench.Peer("hooks.json"), bench.Cancellation)).Replace("SECRET", Alarm.Secret, StringComparison.Ordinal), bench.Cancellation);
        await using var receivers = new ReceiverSet();
        Receiver[] measured =
        [
            await receivers.StartAsync(Synced, bench, port => Listen(bench, port, "synced"), "http://127.0.0.1:PORT/", JournalTally.At(bench, "synced")),
            await receivers.StartAsync(Bare, bench, port => new Command(bench.BareServer, "server", port), "http://127.0.0.1:PORT/", null),
            await receivers.StartAsync(Flushed, bench, port => Listen(bench, port, "flushed"), "http://127.0.0.1:PORT/", JournalTally.At(bench, "flushed")),
        ];
        Receiver[] others =
        [
            await receivers.StartAsync(Adnanh, bench, port => new Command("webhook", "-hooks", hooks, "-ip", "127.0.0.1", "-port", port), "http://127.0.0.1:PORT/hooks/alarm", null),
            await receivers.StartAsync(Python, bench, port => new Command("python3", Workbench.Peer("python_receiver.py"), port, Path.Combine(bench.NewFolder("python"), "webhook.log")), "http://127.0.0.1:PORT/", null),
        ];
        Receiver[] all = [.. measured, .. others];
        foreach (Receiver receiver in all)
        {
            await ProveAsync(receiver, bench);
        }

        var results = new Results();
        TimeSpan duration = TimeSpan.FromSeconds(bench.Pick(6, 2));
        TimeSpan shortDuration = TimeSpan.FromSeconds(bench.Pick(3, 1));
        await bench.TakeTurnsAsync(1, Contestants(measured, duration, new Results()));
        await bench.TakeTurnsAsync(bench.Runs, Contestants(measured, duration, results));
        await bench.TakeTurnsAsync(bench.Pick(2, 1), Contestants(others, shortDuration, results));
        return new Section
        {
            Notes =
            [
                "Deduplication and rate limits are off, so that every alarm is written to the journal. After each run the lines of the journal were counted: there were as many as responses with 2xx, or up to 64 more, which were in progress when wrk stopped. Before the runs each receiver accepted a valid signature, and each one that verifies rejected a wrong one. The first run of each is not counted. A run starts when the receiver of the previous run is idle: adnanh's responds first and runs its commands later; its processor time includes its commands. The resident memory was read after each run.",
                .. Failures(all),
            ],
            Commands = [.. all.Select(receiver => bench.Show(receiver.Command)), bench.Show(Wrk.Alarms("http://127.0.0.1:PORT/", duration))],
            Results = results,
            Bars =
            [
                Bar.AtLeast("listener, `Flushed`: share of the bare Kestrel", results.Ratio(Flushed, Bare, PerSecond), 0.6, "0 %"),
                Bar.AtLeast("listener, `Synced`: share of the bare Kestrel", results.Ratio(Synced, Bare, PerSecond), 0.5, "0 %"),
                Bar.AtMost("listener, `Flushed`: p99, ms", results.Median(Flushed, P99), 5, "0.0"),
                Bar.AtMost("listener, `Synced`: p99, ms", results.Median(Synced, P99), 5, "0.0"),
                Bar.AtMost("listener, `Flushed`: resident, MB", results.Median(Flushed, Memory), 60, "0"),
                Bar.AtMost("listener, `Synced`: resident, MB", results.Median(Synced, Memory), 60, "0"),
            ],
        };

        List<(string, Func<Task>)> Contestants(IEnumerable<Receiver> receivers, TimeSpan length, Results into) =>
            [.. receivers.Select(receiver => (receiver.Name, (Func<Task>)(() => MeasureAsync(receiver, bench, length, into))))];
    }

    private static IEnumerable<string> Failures(IEnumerable<Receiver> all) => all
        .Where(receiver => receiver.Broken > 0 || receiver.Rejected > 0)
        .Select(receiver => FormattableString.Invariant($"{receiver.Name}: {receiver.Rejected} requests were rejected, and {receiver.Broken} connections failed or timed out."));

    private static Command Listen(Workbench bench, string port, string durability) => bench.WebhookTools(
        "listen", "--port", port, "--log-path", Path.Combine(JournalTally.At(bench, durability).Folder, JournalTally.ActiveName), "--durability", durability, "--scheme", "GitHub", "--deduplicate-sec", "0", "--no-rate-limit");

    private static async Task MeasureAsync(Receiver receiver, Workbench bench, TimeSpan duration, Results into)
    {
        TimeSpan before = receiver.Server.ProcessorTime;
        WrkResult result = await Wrk.RunAsync(Wrk.Alarms(receiver.Uri, duration), bench.Cancellation);
        into.Add(receiver.Name, PerSecond, result.PerSecond);
        into.Add(receiver.Name, P50, result.P50);
        into.Add(receiver.Name, P99, result.P99);
        into.Add(receiver.Name, Memory, receiver.Server.Memory / Megabyte);

        // Work that follows the responses must not overlap the next run.
        TimeSpan busy = await receiver.Server.SettleAsync(bench.Cancellation);
        into.Add(receiver.Name, Processor, (receiver.Server.ProcessorTime - before).TotalMicroseconds / result.Requests);
        into.Add(receiver.Name, Busy, busy.TotalSeconds);
        receiver.Note(result);
    }

    private static async Task ProveAsync(Receiver receiver, Workbench bench)
    {
        using var client = new HttpClient();
        if (!await IsAcceptedAsync(Alarm.Signature))
        {
            throw new InvalidOperationException($"{receiver.Name} rejected a valid signature.");
        }

        bool verifies = receiver.Name is not (Bare or Python);
        if (verifies && await IsAcceptedAsync("sha256=" + new string('0', 64)))
        {
            throw new InvalidOperationException($"{receiver.Name} accepted a wrong signature.");
        }

        receiver.Tally?.Count();

        async Task<bool> IsAcceptedAsync(string signature)
        {
            using var body = new ByteArrayContent(Alarm.Bytes());
            body.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            body.Headers.Add("X-Hub-Signature-256", signature);
            using HttpResponseMessage response = await client.PostAsync(receiver.Uri, body, bench.Cancellation);
            return response.IsSuccessStatusCode;
        }
    }
}
