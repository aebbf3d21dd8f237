using WebhookTools.Benchmarks;
using WebhookTools.Benchmarks.Comparisons;

var benchmarks = new Dictionary<string, Func<string[], Task<int>>>(StringComparer.Ordinal)
{
    ["compare"] = CompareCommand.RunAsync,
    ["payload"] = PayloadBenchmark.RunAsync,
    ["compare-time"] = CompareTimeBenchmark.RunAsync,
    ["diagnose-time"] = DiagnoseTimeBenchmark.RunAsync,
    [HttpClientSender.Name] = HttpClientSender.RunAsync,
};

if (args.Length == 0 || !benchmarks.TryGetValue(args[0], out Func<string[], Task<int>>? run))
{
    await Console.Error.WriteLineAsync($"usage: WebhookTools.Benchmarks {string.Join(" | ", benchmarks.Keys)}");
    return 2;
}

return await run(args[1..]);
