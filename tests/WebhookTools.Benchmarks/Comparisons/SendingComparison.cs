using System.Globalization;
using System.Text.Json;
using WebhookTools.Benchmarks.Measuring;
using WebhookTools.Benchmarks.Reporting;

namespace WebhookTools.Benchmarks.Comparisons;

/// <summary>How long a script takes to post many objects, signed.</summary>
internal sealed class SendingComparison : Comparison
{
    private static readonly Figure Seconds = new("seconds", "N2");
    private static readonly Figure PerSecond = new("objects/s", "N0");

    public override string Name => "sending";

    public override string Title => "Sending objects from a script, each signed";

    public override IReadOnlyList<string> Tools => ["pwsh"];

    public override async Task<Section> MeasureAsync(Workbench bench)
    {
        int count = bench.Pick(10_000, 300);
        await using var receivers = new ReceiverSet();
        Receiver receiver = await receivers.StartAsync("bare", bench, port => Workbench.Bare(BareServer.Verb, port), "/", tally: null);
        Command script = Workbench.Pwsh(
            "-File", Workbench.Peer("send.ps1"), "-Module", bench.Module, "-Uri", receiver.Uri, "-Secret", Alarm.Secret, "-Count", Text(count), "-Rounds", Text(bench.Runs));
        var results = new Results();
        foreach (string line in (await script.ReadAsync(bench.Cancellation)).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            JsonElement run = JsonElement.Parse(line);
            string contestant = run.GetProperty("contestant").GetString()!;
            double seconds = run.GetProperty("seconds").GetDouble();
            results.Add(contestant, Seconds, seconds);
            results.Add(contestant, PerSecond, count / seconds);
        }

        using var client = new HttpClient();
        long arrived = long.Parse(await client.GetStringAsync(receiver.Uri, bench.Cancellation), CultureInfo.InvariantCulture);

        // One object of each contestant more, to warm up.
        long expected = results.Contestants.Count * (((long)count * bench.Runs) + 1);
        if (arrived != expected)
        {
            throw new InvalidOperationException($"{arrived} requests arrived, not {expected}.");
        }

        double loop = results.Median("Invoke-RestMethod loop", Seconds);
        return new Section
        {
            Notes = [FormattableString.Invariant($"{count:N0} objects of an alarm's members, piped, in one pwsh, to the bare Kestrel, which counted that all arrived. The loop makes its HMAC by hand, as scripts do (tests/WebhookTools.Benchmarks/peers/send.ps1).")],
            Commands = [bench.Show(receiver.Command), bench.Show(script)],
            Results = results,
            Bars =
            [
                Bar.AtLeast("`Send-Webhook`, one at a time: times the `Invoke-RestMethod` loop", loop / results.Median("Send-Webhook", Seconds), 8, "0.0 ×"),
                Bar.AtLeast("`Send-Webhook -ThrottleLimit 16`: times the `Invoke-RestMethod` loop", loop / results.Median("Send-Webhook -ThrottleLimit 16", Seconds), 20, "0.0 ×"),
            ],
        };
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
