using WebhookTools.Benchmarks.Measuring;
using WebhookTools.Benchmarks.Reporting;
using WebhookTools.Core;

namespace WebhookTools.Benchmarks.Comparisons;

/// <summary>The time and memory that the signature of a large file takes.</summary>
internal sealed class SigningComparison : Comparison
{
    private const string Ours = "webhooktools sign";
    private const string Openssl = "openssl dgst";

    private static readonly Figure Seconds = new("seconds", "N3");
    private static readonly Figure Memory = new("peak memory, MiB", "N0");

    public override string Name => "signing";

    public override string Title => "Signing a file of 256 MiB";

    public override IReadOnlyList<string> Tools => ["openssl"];

    public override async Task<Section> MeasureAsync(Workbench bench)
    {
        string file = Path.Combine(bench.NewFolder(Name), "body");
        await WriteAsync(file, bench.Pick(256, 32), bench.Cancellation);
        Command ours = bench.WebhookTools("sign", "--scheme", "GitHub", "--in-file", file);
        Command openssl = new("openssl", "dgst", "-sha256", "-hmac", Alarm.Secret, file);
        await ProveAsync(bench, ours, openssl);
        var results = new Results();
        await bench.TakeTurnsAsync(bench.Runs, [(Ours, () => MeasureAsync(Ours, ours)), (Openssl, () => MeasureAsync(Openssl, openssl))]);
        return new Section
        {
            Notes = ["The whole process, including its start, with the file in the page cache. Both produced the same signature. The memory was measured in separate runs."],
            Commands = [bench.Show(ours with { IsSilent = true }), bench.Show(openssl with { IsSilent = true })],
            Results = results,
            Bars = [Bar.AtMost("signing 256 MiB : `openssl dgst`", results.Ratio(Ours, Openssl, Seconds), 1.5, "0.00 ×")],
        };

        async Task MeasureAsync(string name, Command command)
        {
            Command silent = command with { IsSilent = true };
            results.Add(name, Seconds, (await silent.TimeAsync(bench.Cancellation)).TotalSeconds);
            results.Add(name, Memory, await silent.PeakMemoryAsync(bench.Cancellation) / (double)(1 << 20));
        }
    }

    private static async Task WriteAsync(string path, int mebibytes, CancellationToken cancellationToken)
    {
        byte[] block = new byte[1 << 20];
        await using FileStream file = File.Create(path);
        for (int count = 0; count < mebibytes; count++)
        {
            SystemRandomSource.Instance.Fill(block);
            await file.WriteAsync(block, cancellationToken);
        }
    }

    private static async Task ProveAsync(Workbench bench, Command ours, Command openssl)
    {
        string actual = (await ours.ReadAsync(bench.Cancellation)).Trim();
        string expected = (await openssl.ReadAsync(bench.Cancellation)).Trim();
        if (!string.Equals(actual[^64..], expected[^64..], StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"Different signatures: {actual} and {expected}");
        }
    }
}
