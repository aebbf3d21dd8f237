using WebhookTools.Benchmarks.Measuring;
using WebhookTools.Benchmarks.Reporting;
using WebhookTools.Core;

namespace WebhookTools.Benchmarks.Comparisons;

/// <summary>How long a large file takes to be signed, and how much memory.</summary>
internal sealed class SigningComparison : Comparison
{
    private const string Ours = "webhooktools sign";
    private const string Openssl = "openssl dgst";

    private static readonly Figure Seconds = new("seconds", "N3");
    private static readonly Figure Memory = new("most memory, MiB", "N0");

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
            Notes = ["The whole process, its start included; the file lies in the system's cache. Both gave the same signature. The memory was looked at in runs of its own."],
            Commands = [bench.Show(ours with { IsSilent = true }), bench.Show(openssl with { IsSilent = true })],
            Results = results,
            Bars =
            [
                Bar.AtMost("signing 256 MiB: times `openssl dgst`", results.Median(Ours, Seconds) / results.Median(Openssl, Seconds), 1.5, "0.00 ×"),
                Bar.AtMost("signing 256 MiB: memory, MiB", results.Median(Ours, Memory), 100, "0"),
            ],
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
        string one = (await ours.ReadAsync(bench.Cancellation)).Trim();
        string other = (await openssl.ReadAsync(bench.Cancellation)).Trim();
        if (!string.Equals(one[^64..], other[^64..], StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"Different signatures: {one} and {other}");
        }
    }
}
