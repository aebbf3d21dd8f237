using System.Globalization;
using WebhookTools.Benchmarks.Measuring;
using WebhookTools.Benchmarks.Reporting;

namespace WebhookTools.Benchmarks.Comparisons;

/// <summary>How long a script takes to post many objects, signed.</summary>
internal sealed class SendingComparison : Comparison
{
    private const string Loop = "Invoke-RestMethod loop";
    private const string OneByOne = "Send-Webhook";
    private const string Parallel = "Send-Webhook -ThrottleLimit 16";
    private const string Floor = "ConvertTo-WebhookPayload: the same objects become the same JSON, and nothing is signed or sent";
    private const string BareOneByOne = "a C# program that posts one body with HttpClient, and nothing else";
    private const string BareParallel = "the same, 16 at once";

    /// <summary>How often a process sends all: the last time, all that is compiled as it runs is compiled.</summary>
    private const int Rounds = 4;

    private static readonly Figure Seconds = new("seconds", "N2");
    private static readonly Figure PerSecond = new("objects/s", "N0");
    private static readonly Figure WarmSeconds = new(FormattableString.Invariant($"seconds, the {Rounds}th time in the same process"), "N2");

    public override string Name => "sending";

    public override string Title => "Sending objects from a script, each signed";

    public override IReadOnlyList<string> Tools => [];

    public override async Task<Section> MeasureAsync(Workbench bench)
    {
        int count = bench.Pick(10_000, 300);
        await using var receivers = new ReceiverSet();
        Receiver receiver = await receivers.StartAsync("bare", bench, port => Workbench.Bare(BareServer.Verb, port), "/", tally: null);
        Command ScriptOf(string contestant) => Workbench.Pwsh(
            "-File", Workbench.Peer("send.ps1"), "-Contestant", contestant, "-Module", bench.Module, "-Uri", receiver.Uri, "-Secret", Alarm.Secret, "-Count", Text(count), "-Rounds", Text(Rounds));
        Command BareOf(int atOnce) => Workbench.Bare(BareSender.Verb, receiver.Uri, Text(count), Text(atOnce), Text(Rounds));
        var results = new Results();
        string[] contestants = [Loop, OneByOne, Parallel, Floor, BareOneByOne, BareParallel];
        await bench.TakeTurnsAsync(bench.Runs, [.. contestants.Select(contestant => (contestant, (Func<Task>)(() => SendAsync(contestant))))]);

        using var client = new HttpClient();
        long arrived = long.Parse(await client.GetStringAsync(receiver.Uri, bench.Cancellation), CultureInfo.InvariantCulture);

        // One object more in each process, to warm up; and one contestant sends nothing.
        long expected = (contestants.Length - 1) * (long)bench.Runs * (((long)count * Rounds) + 1);
        if (arrived != expected)
        {
            throw new InvalidOperationException($"{arrived} requests arrived, not {expected}.");
        }

        return new Section
        {
            Notes =
            [
                FormattableString.Invariant($"{count:N0} objects of an alarm's members, piped, to the bare Kestrel, which counted that all arrived. Each run is a fresh process that has sent one object before. The loop makes its HMAC by hand, as scripts do (tests/WebhookTools.Benchmarks/peers/send.ps1)."),
                FormattableString.Invariant($"A process that sends them again and again gets faster, the loop most of all: the {Rounds}th time Send-Webhook takes {Ratio(OneByOne, WarmSeconds):0.0} and with -ThrottleLimit 16 {Ratio(Parallel, WarmSeconds):0.0} times less time than the loop."),
                FormattableString.Invariant($"What limits it, by a profile (perf) on two processors, which the receiver shares: both are busy all the time. With -ThrottleLimit 16, of the processor time of all that takes part, two fifths are the receiver's; of the sender's own, a quarter is the runtime, which compiles anew some 300 methods that turned out to run often, most of them the engine's, and a fifth the system, which sends and receives. That is why another thread would not help. To read the objects and make JSON of them takes {results.Median(Floor, Seconds):0.00} s by itself. One at a time, each of the two waits for the other, and to be woken takes longer than the work. The C# program below binds, reads, writes and signs nothing: {Ratio(BareOneByOne, Seconds):0.0} and {Ratio(BareParallel, Seconds):0.0} times less than the loop is what the runtime's own client comes to here."),
            ],
            Commands = [bench.Show(receiver.Command), bench.Show(ScriptOf(OneByOne)), bench.Show(BareOf(16))],
            Results = results,
            Bars =
            [
                Bar.AtLeast("`Send-Webhook`, one at a time: times the `Invoke-RestMethod` loop", Ratio(OneByOne, Seconds), 8, "0.0 ×"),
                Bar.AtLeast("`Send-Webhook -ThrottleLimit 16`: times the `Invoke-RestMethod` loop", Ratio(Parallel, Seconds), 20, "0.0 ×"),
            ],
        };

        async Task SendAsync(string contestant)
        {
            Command command = contestant switch
            {
                BareOneByOne => BareOf(1),
                BareParallel => BareOf(16),
                _ => ScriptOf(contestant),
            };
            string[] lines = (await command.ReadAsync(bench.Cancellation)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            double first = Number(lines[0]);
            results.Add(contestant, Seconds, first);
            results.Add(contestant, PerSecond, count / first);
            results.Add(contestant, WarmSeconds, Number(lines[^1]));
        }

        double Ratio(string contestant, Figure figure) => results.Median(Loop, figure) / results.Median(contestant, figure);
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
