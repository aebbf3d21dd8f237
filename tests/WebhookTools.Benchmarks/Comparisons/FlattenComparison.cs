using System.Globalization;
using System.Text.Json.Nodes;
using WebhookTools.Benchmarks.Measuring;
using WebhookTools.Benchmarks.Reporting;

namespace WebhookTools.Benchmarks.Comparisons;

/// <summary>The number of metrics per second that are flattened.</summary>
internal sealed class FlattenComparison : Comparison
{
    private const string Ours = "webhooktools payload --flatten";
    private const string Jq = "jq -c -f flatten.jq";

    private static readonly Figure Seconds = new("seconds", "N3");
    private static readonly Figure PerSecond = new("objects/s", "N0");

    public override string Name => "flatten";

    public override string Title => "Flattening lines of gcm-metric.json";

    public override IReadOnlyList<string> Tools => ["jq"];

    public override async Task<Section> MeasureAsync(Workbench bench)
    {
        string folder = bench.NewFolder(Name);
        int ourLines = bench.Pick(40_000, 4000);

        // jq takes the same time for each line, so it gets fewer lines.
        int jqLines = bench.Pick(4000, 400);
        string many = await WriteAsync(bench, Path.Combine(folder, "metrics.ndjson"), ourLines);
        string few = await WriteAsync(bench, Path.Combine(folder, "metrics-few.ndjson"), jqLines);
        Command ours = new(bench.Cli, "payload", "--flatten", "--in-file", many) { IsSilent = true };
        Command jq = new("jq", "-c", "-f", Workbench.Peer("flatten.jq"), few) { IsSilent = true };
        await ProveAsync(bench, new(bench.Cli, "payload", "--flatten", "--in-file", few), jq with { IsSilent = false });
        var results = new Results();
        await bench.TakeTurnsAsync(bench.Runs, [(Ours, () => MeasureAsync(Ours, ours, ourLines)), (Jq, () => MeasureAsync(Jq, jq, jqLines))]);
        return new Section
        {
            Notes =
            [
                FormattableString.Invariant($"The whole process, including its start: {ourLines:N0} lines for webhooktools, and {jqLines:N0} for jq, which takes the same time for each line. The ratio is that of objects per second. Both produced the same objects for the first {jqLines:N0} lines."),
            ],
            Commands = [bench.Show(ours), bench.Show(jq)],
            Results = results,
            Bars = [Bar.AtLeast("`payload --flatten`, whole process : jq", results.Ratio(Ours, Jq, PerSecond), 50, "0 ×")],
        };

        async Task MeasureAsync(string name, Command command, int lines)
        {
            double seconds = (await command.TimeAsync(bench.Cancellation)).TotalSeconds;
            results.Add(name, Seconds, seconds);
            results.Add(name, PerSecond, lines / seconds);
        }
    }

    // Every line is different, so that no contestant can reuse the previous result.
    private static async Task<string> WriteAsync(Workbench bench, string path, int lines)
    {
        string metric = (await File.ReadAllTextAsync(Workbench.Sample("gcm-metric.json"), bench.Cancellation)).Trim();
        await File.WriteAllLinesAsync(path, Enumerable.Range(0, lines).Select(number => metric.Replace("n0001", "n" + number.ToString("D5", CultureInfo.InvariantCulture), StringComparison.Ordinal)), bench.Cancellation);
        return path;
    }

    private static async Task ProveAsync(Workbench bench, Command ours, Command jq)
    {
        string[] actual = (await ours.ReadAsync(bench.Cancellation)).Split('\n');
        string[] expected = (await jq.ReadAsync(bench.Cancellation)).Split('\n');
        if (actual.Length != expected.Length || !actual.SkipLast(1).Zip(expected).All(pair => JsonNode.DeepEquals(Normalize(pair.First), Normalize(pair.Second))))
        {
            throw new InvalidOperationException("jq and webhooktools produced different objects.");
        }
    }

    // jq writes 0.0 as 0.
    private static JsonObject Normalize(string line)
    {
        JsonObject members = JsonNode.Parse(line)!.AsObject();
        return new JsonObject(members.Select(member => KeyValuePair.Create(
            member.Key,
            member.Value is JsonValue value && value.GetValueKind() == System.Text.Json.JsonValueKind.Number ? JsonValue.Create(value.GetValue<double>()) : member.Value?.DeepClone())));
    }
}
