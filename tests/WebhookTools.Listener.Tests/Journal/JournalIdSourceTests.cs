using WebhookTools.Core;
using WebhookTools.Listener.Journal;
using WebhookTools.Tests;

namespace WebhookTools.Listener.Tests.Journal;

public sealed class JournalIdSourceTests
{
    [Fact]
    public void An_id_is_a_ulid_that_starts_with_its_time()
    {
        // The example of the ULID specification: 01ARZ3NDEK is 1469922850259 ms.
        var clock = new ManualTimeProvider(DateTimeOffset.FromUnixTimeMilliseconds(1_469_922_850_259));

        string id = new JournalIdSource(clock, SystemRandomSource.Instance).Next();

        Assert.Matches("^01ARZ3NDEK[0-9A-HJKMNP-TV-Z]{16}$", id);
    }

    [Fact]
    public void Ids_sort_in_creation_order_whatever_the_clock_does()
    {
        ManualTimeProvider clock = JournalSamples.Clock();
        var source = new JournalIdSource(clock, SystemRandomSource.Instance);
        var ids = new List<string>();
        for (int i = 0; i < 1000; i++)
        {
            ids.Add(source.Next());
            clock.Set(clock.GetUtcNow().AddMilliseconds(i % 7 == 0 ? -50 : i % 3));
        }

        Assert.Equal([.. ids.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)], ids.ToArray());
    }

    [Fact]
    public void Ids_of_many_threads_never_repeat()
    {
        var source = new JournalIdSource(JournalSamples.Clock(), SystemRandomSource.Instance);
        string[][] ids = new string[8][];

        Parallel.For(0, ids.Length, thread => ids[thread] = [.. Enumerable.Range(0, 10_000).Select(_ => source.Next())]);

        Assert.Equal(80_000, ids.SelectMany(own => own).ToHashSet(StringComparer.Ordinal).Count);
        Assert.All(ids, own => Assert.Equal([.. own.Order(StringComparer.Ordinal)], own));
    }

    [Fact]
    public void After_a_restart_within_the_same_millisecond_ids_differ()
    {
        ManualTimeProvider clock = JournalSamples.Clock();

        string first = new JournalIdSource(clock, SystemRandomSource.Instance).Next();
        string second = new JournalIdSource(clock, SystemRandomSource.Instance).Next();

        Assert.False(string.Equals(first, second, StringComparison.Ordinal));
        Assert.Equal(first[..10], second[..10]);
    }

    [Fact]
    public void The_highest_random_bits_can_still_be_incremented()
    {
        var source = new JournalIdSource(JournalSamples.Clock(), new HighestRandomSource());
        string before = source.Next();

        string after = source.Next();

        Assert.True(string.CompareOrdinal(before, after) < 0);
        Assert.Equal("G000000000000000", after[10..]);
    }

    private sealed class HighestRandomSource : IRandomSource
    {
        public void Fill(Span<byte> destination) => destination.Fill(0xff);

        public double NextDouble() => 0.5;
    }
}
