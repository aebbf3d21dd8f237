using WebhookTools.Benchmarks;
using WebhookTools.Benchmarks.Comparisons;

// One line per verb, one file each.
var verbs = new Dictionary<string, Func<string[], Task<int>>>(StringComparer.Ordinal)
{
    ["payload"] = PayloadBenchmark.RunAsync,
    ["compare"] = CompareVerb.RunAsync,
    ["compare-time"] = CompareTimeBenchmark.RunAsync,
    ["diagnose-time"] = DiagnoseTimeBenchmark.RunAsync,
    [BareServer.Verb] = BareServer.RunAsync,
    [BareSender.Verb] = BareSender.RunAsync,
    [BareSigner.Verb] = BareSigner.RunAsync,
};

if (args.Length == 0 || !verbs.TryGetValue(args[0], out Func<string[], Task<int>>? run))
{
    await Console.Error.WriteLineAsync($"usage: WebhookTools.Benchmarks {string.Join(" | ", verbs.Keys)}");
    return 2;
}

return await run(args[1..]);
