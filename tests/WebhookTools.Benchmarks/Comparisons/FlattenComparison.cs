using System.Globalization;
using System.Text.Json.Nodes;
using WebhookTools.Benchmarks.Measuring;
using WebhookTools.Benchmarks.Reporting;

namespace WebhookTools.Benchmarks.Comparisons;

/// <summary>How fast metrics are flattened.</summary>
internal sealed class FlattenComparison : Comparison
{
    private const string Ours = "webhooktools payload --flatten";
    private const string Jq = "jq -c -f flatten.jq";
    private const string InProcess = "in process, one thread, as a stream";

    private static readonly Figure Seconds = new("seconds", "N3");
    private static readonly Figure PerSecond = new("objects/s", "N0");

    public override string Name => "flatten";

    public override string Title => "Flattening lines of gcm-metric.json";

    public override IReadOnlyList<string> Tools => ["jq"];

    public override async Task<Section> MeasureAsync(Workbench bench)
    {
        string folder = bench.NewFolder(Name);
        int ourLines = bench.Pick(40_000, 4000);

        // It takes about a millisecond a line, whatever their number.
        int jqLines = bench.Pick(4000, 400);
        string many = await WriteAsync(bench, Path.Combine(folder, "metrics.ndjson"), ourLines);
        string few = await WriteAsync(bench, Path.Combine(folder, "metrics-few.ndjson"), jqLines);
        Command ours = new(bench.Cli, "payload", "--flatten", "--in-file", many) { IsSilent = true };
        Command jq = new("jq", "-c", "-f", Workbench.Peer("flatten.jq"), few) { IsSilent = true };
        await ProveAsync(bench, new(bench.Cli, "payload", "--flatten", "--in-file", few), jq with { IsSilent = false });

        // Compiled and at its speed before it counts, as in a process that goes on.
        await PayloadBenchmark.FlattenAsync(ourLines);
        var results = new Results();
        await bench.TakeTurnsAsync(bench.Runs,
        [
            (Ours, () => MeasureAsync(Ours, ours, ourLines)),
            (Jq, () => MeasureAsync(Jq, jq, jqLines)),
            (InProcess, async () => results.Add(InProcess, PerSecond, await PayloadBenchmark.FlattenAsync(ourLines))),
        ]);
        return new Section
        {
            Notes =
            [
                FormattableString.Invariant($"The whole process, its start included; {ourLines:N0} lines for ours, {jqLines:N0} for jq, which needs as long for each, and so the ratio is of objects a second. Both gave the same objects for the first {jqLines:N0} lines."),
            ],
            Commands = [bench.Show(ours), bench.Show(jq)],
            Results = results,
            Bars =
            [
                Bar.AtLeast("`payload --flatten`, whole process: times jq", results.Median(Ours, PerSecond) / results.Median(Jq, PerSecond), 30, "0 ×"),
                Bar.AtLeast("`payload --flatten`, in process, objects a second", results.Median(InProcess, PerSecond), 150_000, "N0"),
            ],
        };

        async Task MeasureAsync(string name, Command command, int lines)
        {
            double seconds = (await command.TimeAsync(bench.Cancellation)).TotalSeconds;
            results.Add(name, Seconds, seconds);
            results.Add(name, PerSecond, lines / seconds);
        }
    }

    private static async Task<string> WriteAsync(Workbench bench, string path, int lines)
    {
        string metric = (await File.ReadAllTextAsync(Workbench.Sample("gcm-metric.json"), bench.Cancellation)).Trim();

        // Each line another, so that nobody can remember the last one.
        await File.WriteAllLinesAsync(path, Enumerable.Range(0, lines).Select(number => metric.Replace("n0001", "n" + number.ToString("D5", CultureInfo.InvariantCulture), StringComparison.Ordinal)), bench.Cancellation);
        return path;
    }

    private static async Task ProveAsync(Workbench bench, Command ours, Command jq)
    {
        string[] one = (await ours.ReadAsync(bench.Cancellation)).Split('\n');
        string[] other = (await jq.ReadAsync(bench.Cancellation)).Split('\n');
        if (one.Length != other.Length || !one.SkipLast(1).Zip(other).All(pair => JsonNode.DeepEquals(Numbers(pair.First), Numbers(pair.Second))))
        {
            throw new InvalidOperationException("jq and webhooktools gave different objects.");
        }
    }

    /// <summary>The members with numbers as numbers: jq writes 0.0 as 0.</summary>
    private static JsonObject Numbers(string line)
    {
        JsonObject members = JsonNode.Parse(line)!.AsObject();
        return new JsonObject(members.Select(member => KeyValuePair.Create(
            member.Key,
            member.Value is JsonValue value && value.GetValueKind() == System.Text.Json.JsonValueKind.Number ? JsonValue.Create(value.GetValue<double>()) : member.Value?.DeepClone())));
    }
}
