using WebhookTools.Benchmarks;

// One line per benchmark, one file each.
var benchmarks = new Dictionary<string, Func<string[], Task>>(StringComparer.Ordinal)
{
    ["payload"] = PayloadBenchmark.RunAsync,
};

if (args.Length == 0 || !benchmarks.TryGetValue(args[0], out Func<string[], Task>? run))
{
    await Console.Error.WriteLineAsync($"usage: dotnet run -c Release -- {string.Join(" | ", benchmarks.Keys)}");
    return 2;
}

await run(args[1..]);
return 0;
