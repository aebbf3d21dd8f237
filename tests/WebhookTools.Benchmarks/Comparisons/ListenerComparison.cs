using System.Net.Http.Headers;
using WebhookTools.Benchmarks.Measuring;
using WebhookTools.Benchmarks.Reporting;

namespace WebhookTools.Benchmarks.Comparisons;

/// <summary>How many alarms a second are received, checked, kept and answered.</summary>
internal sealed class ListenerComparison : Comparison
{
    private const string Synced = "webhooktools listen, Synced";
    private const string Flushed = "webhooktools listen, Flushed";
    private const string Bare = "bare Kestrel: reads the body, answers OK";
    private const string Adnanh = "webhook (adnanh's): verifies, runs /bin/true";
    private const string Python = "Python receiver: logs, verifies nothing";

    private static readonly Figure PerSecond = new("alarms/s", "N0");
    private static readonly Figure P50 = new("p50, ms", "N2");
    private static readonly Figure P99 = new("p99, ms", "N2");
    private static readonly Figure Processor = new("processor time an alarm, µs", "N1");
    private static readonly Figure WentOn = new("busy after the last reply, s", "N1");

    public override string Name => "listener";

    public override string Title => "Receiving: 64 connections, an alarm of about 270 bytes, its HMAC verified, every one kept";

    public override IReadOnlyList<string> Tools => ["wrk", "webhook", "python3"];

    public override async Task<Section> MeasureAsync(Workbench bench)
    {
        string hooks = Path.Combine(bench.NewFolder("adnanh"), "hooks.json");
        await File.WriteAllTextAsync(hooks, (await File.ReadAllTextAsync(Workbench.Peer("hooks.json"), bench.Cancellation)).Replace("SECRET", Alarm.Secret, StringComparison.Ordinal), bench.Cancellation);
        await using var receivers = new ReceiverSet();
        Receiver[] all =
        [
            await receivers.StartAsync(Synced, bench, port => Listen(bench, port, "synced"), "/", JournalTally.At(bench, "synced")),
            await receivers.StartAsync(Adnanh, bench, port => new Command("webhook", "-hooks", hooks, "-ip", "127.0.0.1", "-port", port), "/hooks/alarm", null),
            await receivers.StartAsync(Flushed, bench, port => Listen(bench, port, "flushed"), "/", JournalTally.At(bench, "flushed")),
            await receivers.StartAsync(Bare, bench, port => Workbench.Bare(BareServer.Verb, port), "/", null),
            await receivers.StartAsync(Python, bench, port => new Command("python3", Workbench.Peer("python_receiver.py"), port, Path.Combine(bench.NewFolder("python"), "webhook.log")), "/", null),
        ];
        foreach (Receiver receiver in all)
        {
            await ProveAsync(receiver, bench);
        }

        var results = new Results();
        TimeSpan duration = bench.Pick(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(2));
        await bench.TakeTurnsAsync(1, Contestants(new Results(), duration));
        await bench.TakeTurnsAsync(bench.Runs, Contestants(results, duration));
        return new Section
        {
            Notes =
            [
                "Without deduplication and rate limits, so that every alarm is written to the journal: after each run its lines were counted, and there were as many as replies of 2xx, or up to 64 more, which were under way when wrk left. Before the runs each receiver was seen to accept a right signature, and those that verify to refuse a wrong one. One run of each, which is not counted, came first. A run begins when the receiver before has done its work: adnanh's answers first and runs its commands later. Its processor time is that of its commands too.",
                .. Said(all),
            ],
            Commands = [.. all.Select(receiver => bench.Show(receiver.Command)), bench.Show(Wrk.Alarms("http://127.0.0.1:PORT/", duration))],
            Results = results,
            Bars =
            [
                Bar.AtLeast("listener, `Synced`: times adnanh's webhook", Ratio(results, Synced, Adnanh), 3, "0.0 ×"),
                Bar.AtMost("listener, `Synced`: p99, ms", results.Median(Synced, P99), 10, "0.0"),
                Bar.AtLeast("listener, `Flushed`: times adnanh's webhook", Ratio(results, Flushed, Adnanh), 5, "0.0 ×"),
                Bar.AtLeast("listener, `Flushed`: of the bare Kestrel", Ratio(results, Flushed, Bare), 0.6, "0 %"),
            ],
        };

        List<(string, Func<Task>)> Contestants(Results into, TimeSpan length) =>
            [.. all.Select(receiver => (receiver.Name, (Func<Task>)(() => MeasureAsync(receiver, bench, length, into))))];
    }

    private static double Ratio(Results results, string one, string other) => results.Median(one, PerSecond) / results.Median(other, PerSecond);

    private static IEnumerable<string> Said(IEnumerable<Receiver> all) => all
        .Where(receiver => receiver.Broken > 0 || receiver.Refused > 0)
        .Select(receiver => FormattableString.Invariant($"{receiver.Name}: {receiver.Refused} requests were refused and {receiver.Broken} connections broke or timed out."));

    private static Command Listen(Workbench bench, string port, string durability) => bench.WebhookTools(
        "listen", "--port", port, "--log-path", Path.Combine(JournalTally.At(bench, durability).Folder, JournalTally.ActiveName), "--durability", durability, "--scheme", "GitHub", "--deduplicate-sec", "0", "--no-rate-limit");

    private static async Task MeasureAsync(Receiver receiver, Workbench bench, TimeSpan duration, Results into)
    {
        TimeSpan before = receiver.Server.ProcessorTime;
        WrkResult result = await Wrk.RunAsync(Wrk.Alarms(receiver.Uri, duration), bench.Cancellation);

        // Who answers before the work is done must not do it in the next one's time.
        TimeSpan wentOn = await receiver.Server.SettleAsync(bench.Cancellation);
        into.Add(receiver.Name, PerSecond, result.PerSecond);
        into.Add(receiver.Name, P50, result.P50);
        into.Add(receiver.Name, P99, result.P99);
        into.Add(receiver.Name, Processor, (receiver.Server.ProcessorTime - before).TotalMicroseconds / result.Requests);
        into.Add(receiver.Name, WentOn, wentOn.TotalSeconds);
        receiver.Note(result);
    }

    private static async Task ProveAsync(Receiver receiver, Workbench bench)
    {
        using var client = new HttpClient();
        if (!await IsAcceptedAsync(Alarm.Signature))
        {
            throw new InvalidOperationException($"{receiver.Name} refused a right signature.");
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
