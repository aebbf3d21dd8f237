using System.Diagnostics;
using System.Globalization;
using System.Text;
using WebhookTools.Core.Payloads;

namespace WebhookTools.Benchmarks;

/// <summary><c>payload</c>: the number of gcm metrics per second that one thread transforms in memory, value by value and as a stream of lines.</summary>
internal static class PayloadBenchmark
{
    private const int Lines = 50_000;
    private const int Rounds = 5;

    public static async Task<int> RunAsync(string[] arguments)
    {
        (byte[] line, byte[] input) = await ReadAsync();
        foreach ((string name, PayloadOptions options) in Cases())
        {
            var transformer = new JsonTransformer(options);
            var output = new System.Buffers.ArrayBufferWriter<byte>();
            Report($"{name}, value by value", input.Length, await BestOfAsync(() =>
            {
                for (int index = 0; index < Lines; index++)
                {
                    output.ResetWrittenCount();
                    transformer.Transform(input.AsSpan(index * line.Length, line.Length), output);
                }

                return Task.CompletedTask;
            }));
            Report($"{name}, as a stream", input.Length, await BestOfAsync(() => TransformAsync(input, options)));
        }

        return 0;
    }

    private static async Task<(byte[] Line, byte[] Input)> ReadAsync()
    {
        string path = Path.Combine(AppContext.BaseDirectory, "data", "samples", "gcm-metric.json");
        byte[] line = [.. Encoding.UTF8.GetBytes((await File.ReadAllTextAsync(path)).Trim()), (byte)'\n'];
        byte[] input = new byte[line.Length * Lines];
        for (int index = 0; index < Lines; index++)
        {
            line.CopyTo(input, index * line.Length);
        }

        return (line, input);
    }

    private static async Task TransformAsync(byte[] input, PayloadOptions options)
    {
        using var stream = new MemoryStream(input, writable: false);
        await JsonStreamTransformer.TransformAsync(stream, Stream.Null, options, asArray: false, batchSize: 0, CancellationToken.None);
    }

    private static IEnumerable<(string Name, PayloadOptions Options)> Cases()
    {
        yield return ("flatten", new PayloadOptions { Flatten = true });
        yield return ("omit null", new PayloadOptions { OmitNull = true });
        yield return ("compact", PayloadOptions.Default);
    }

    private static async Task<Measurement> BestOfAsync(Func<Task> work)
    {
        Measurement? best = null;
        for (int round = 0; round < Rounds; round++)
        {
            long allocated = GC.GetTotalAllocatedBytes(precise: true);
            TimeSpan processor = Environment.CpuUsage.TotalTime;
            long start = Stopwatch.GetTimestamp();
            await work();
            var measured = new Measurement(
                Stopwatch.GetElapsedTime(start),
                Environment.CpuUsage.TotalTime - processor,
                GC.GetTotalAllocatedBytes(precise: true) - allocated);
            best = best is null || measured.Time < best.Time ? measured : best;
        }

        return best!;
    }

    private static void Report(string name, int size, Measurement best) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{name,-26} {Lines / best.Time.TotalSeconds,10:N0} objects/s {size / best.Time.TotalSeconds / 1e6,6:N0} MB/s {Lines / best.Processor.TotalSeconds,10:N0} objects/CPU s {best.Allocated,10:N0} bytes allocated"));

    /// <param name="Processor">Processor time, which is more reliable than elapsed time on a busy machine.</param>
    /// <param name="Allocated">In bytes.</param>
    private sealed record Measurement(TimeSpan Time, TimeSpan Processor, long Allocated);
}
