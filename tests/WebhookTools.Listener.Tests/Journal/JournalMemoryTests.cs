using WebhookTools.Core.Alerts;
using WebhookTools.Listener.Journal;
using WebhookTools.Listener.Journal.Reading;
using WebhookTools.Listener.Journal.Writing;
using WebhookTools.Tests;

namespace WebhookTools.Listener.Tests.Journal;

[Collection(AloneCollection.Name)]
public sealed class JournalMemoryTests : IDisposable
{
    private const int Count = 20_000;
    private readonly TemporaryFolder _folder = new();

    private string Path => _folder.File("webhook.log");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_append_allocates_almost_no_memory()
    {
        JournalEntry entry = JournalSamples.Entry(1);
        await using JournalWriter journal = Open(JournalDurability.Flushed);
        await AppendAsync(journal, entry, 1000);

        long before = GC.GetTotalAllocatedBytes(precise: true);
        await AppendAsync(journal, entry, Count);

        Assert.InRange((GC.GetTotalAllocatedBytes(precise: true) - before) / (double)Count, 0, 200);
    }

    [Fact]
    public async Task Alerts_that_do_not_match_allocate_little_memory()
    {
        await using (JournalWriter journal = Open(JournalDurability.Buffered))
        {
            await AppendAsync(journal, JournalSamples.Entry(1, padding: 2000), Count);
        }

        long before = GC.GetTotalAllocatedBytes(precise: true);
        await foreach (WebhookAlert alert in JournalReader.ReadAsync(Path, new AlertQuery { Name = "2" }, null, Cancellation))
        {
            Assert.Fail($"{alert.Name} is not wanted.");
        }

        // The lines are 2.3 kB each.
        Assert.InRange((GC.GetTotalAllocatedBytes(precise: true) - before) / (double)Count, 0, 600);
    }

    private static Task AppendAsync(JournalWriter journal, JournalEntry entry, int count) => Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(async () =>
    {
        for (int i = 0; i < count / 16; i++)
        {
            await journal.AppendAsync(entry, Cancellation);
        }
    })));

    private JournalWriter Open(JournalDurability durability) =>
        JournalWriter.Open(new JournalOptions { Path = Path, Durability = durability, MaximumSize = 0 }, JournalSamples.Clock(), log: null);
}
