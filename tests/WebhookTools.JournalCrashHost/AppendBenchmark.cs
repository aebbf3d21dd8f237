using System.Globalization;
using WebhookTools.Listener.Journal;
using WebhookTools.Listener.Journal.Writing;

namespace WebhookTools.JournalCrashHost;

/// <summary>Measures appends a second, and what an append allocates.</summary>
internal static class AppendBenchmark
{
    public static async Task<int> RunAsync(string[] arguments)
    {
        var options = new JournalOptions
        {
            Path = Path.Combine(arguments[0], "bench.log"),
            Durability = Enum.Parse<JournalDurability>(arguments[1]),
            RetainedFileCount = 2,
        };
        int appenders = int.Parse(arguments[2], CultureInfo.InvariantCulture);
        var duration = TimeSpan.FromSeconds(double.Parse(arguments[3], CultureInfo.InvariantCulture));
        JournalEntry entry = new SampleEntries(TimeProvider.System).Entry(SampleEntries.Alarm(1), "fire alarm");
        await using JournalWriter journal = JournalWriter.Open(options, TimeProvider.System, log: null);

        await RunAsync(journal, entry, appenders, TimeSpan.FromSeconds(1));
        JournalStatistics before = journal.Statistics;
        long allocatedBefore = GC.GetTotalAllocatedBytes(precise: true);
        long start = TimeProvider.System.GetTimestamp();
        await RunAsync(journal, entry, appenders, duration);
        TimeSpan elapsed = TimeProvider.System.GetElapsedTime(start);
        long allocated = GC.GetTotalAllocatedBytes(precise: true) - allocatedBefore;
        JournalStatistics after = journal.Statistics;
        long entries = after.Entries - before.Entries;
        long batches = after.Batches - before.Batches;
        string line = string.Create(
            CultureInfo.InvariantCulture,
            $"{options.Durability}: {entries / elapsed.TotalSeconds:F0} appends/s, {(double)entries / batches:F1} entries a batch, {elapsed.TotalMilliseconds / batches:F3} ms a batch, {(double)allocated / entries:F1} bytes allocated an append, {after.Rotations - before.Rotations} rotations");
        await Console.Out.WriteLineAsync(line);
        return 0;
    }

    private static Task RunAsync(JournalWriter journal, JournalEntry entry, int appenders, TimeSpan duration)
    {
        long start = TimeProvider.System.GetTimestamp();
        return Task.WhenAll(Enumerable.Range(0, appenders).Select(_ => Task.Run(async () =>
        {
            while (TimeProvider.System.GetElapsedTime(start) < duration)
            {
                await journal.AppendAsync(entry, CancellationToken.None);
            }
        })));
    }
}
