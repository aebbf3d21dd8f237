using WebhookTools.Core.Alerts;
using WebhookTools.Listener.Journal;
using WebhookTools.Listener.Journal.Reading;
using WebhookTools.Listener.Journal.Writing;
using WebhookTools.Tests;

namespace WebhookTools.Listener.Tests.Journal;

public sealed class JournalRotationTests : IDisposable
{
    private const int Maximum = 65_536;
    private readonly TemporaryFolder _folder = new();
    private readonly FaultyStorage _storage = new();
    private readonly ManualTimeProvider _clock = JournalSamples.Clock();
    private readonly List<ListenerLogEntry> _log = [];

    private string Path => _folder.File("webhook.log");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_active_file_keeps_its_name_and_rotated_files_never_exceed_the_maximum()
    {
        await using (JournalWriter journal = Open())
        {
            for (int i = 0; i < 100; i++)
            {
                await journal.AppendAsync(JournalSamples.Entry(i, JournalSamples.Noon.AddSeconds(i), padding: 5000), Cancellation);
            }

            Assert.Equal(JournalSamples.RotatedNames(Path).Length, journal.Statistics.Rotations);
        }

        string[] rotated = JournalSamples.RotatedNames(Path);
        Assert.Equal(8, rotated.Length);
        Assert.Equal("webhook.00000001.20261121T120000Z-20261121T120011Z.log", rotated[0]);
        Assert.Equal("webhook.00000008.20261121T120124Z-20261121T120135Z.log", rotated[7]);
        Assert.All(rotated, name => Assert.InRange(new FileInfo(_folder.File(name)).Length, Maximum / 2, Maximum));
        Assert.Equal([.. JournalSamples.Names(0, 100)], await JournalSamples.ReadNamesAsync(Path));
        Assert.Equal(8, _log.Count(entry => entry.EventId is "JournalRotated"));
    }

    [Fact]
    public async Task An_entry_above_the_maximum_size_gets_a_separate_file()
    {
        await using (JournalWriter journal = Open())
        {
            await journal.AppendAsync(JournalSamples.Entry(1), Cancellation);
            await journal.AppendAsync(JournalSamples.Entry(2, padding: 3 * Maximum), Cancellation);
            await journal.AppendAsync(JournalSamples.Entry(3), Cancellation);
        }

        string[] rotated = JournalSamples.RotatedNames(Path);
        Assert.Equal(2, rotated.Length);
        Assert.True(new FileInfo(_folder.File(rotated[1])).Length > 3 * Maximum);
        Assert.Equal(["1", "2", "3"], await JournalSamples.ReadNamesAsync(Path));
    }

    [Fact]
    public async Task A_batch_is_split_where_a_file_is_full()
    {
        using var gate = new DiskGate();
        _storage.OnFlush = gate.Pass;
        await using JournalWriter journal = Open();
        Task first = journal.AppendAsync(JournalSamples.Entry(0), Cancellation).AsTask();
        await gate.ReachedAsync();
        Task[] others = [.. Enumerable.Range(1, 40).Select(number => journal.AppendAsync(JournalSamples.Entry(number, padding: 10_000), Cancellation).AsTask())];

        gate.Open();
        await first;
        await Task.WhenAll(others);

        Assert.Equal(6, JournalSamples.RotatedNames(Path).Length);
        Assert.Equal(8, journal.Statistics.Batches);
        Assert.Equal([.. JournalSamples.Names(0, 41)], await JournalSamples.ReadNamesAsync(Path));
    }

    [Fact]
    public async Task The_first_entry_of_a_new_day_starts_a_new_file_even_after_a_restart()
    {
        await using (JournalWriter journal = Open())
        {
            await journal.AppendAsync(JournalSamples.Entry(1, JournalSamples.Noon), Cancellation);
            await journal.AppendAsync(JournalSamples.Entry(2, JournalSamples.Noon.AddHours(11)), Cancellation);
            await journal.AppendAsync(JournalSamples.Entry(3, JournalSamples.Noon.AddHours(12)), Cancellation);
        }

        Assert.Equal(["webhook.00000001.20261121T120000Z-20261121T230000Z.log"], JournalSamples.RotatedNames(Path));
        _clock.Advance(TimeSpan.FromDays(2));
        await using (JournalWriter journal = Open())
        {
            await journal.AppendAsync(JournalSamples.Entry(4, JournalSamples.Noon.AddDays(2)), Cancellation);
        }

        Assert.Equal(2, JournalSamples.RotatedNames(Path).Length);
        Assert.Equal(["1", "2", "3", "4"], await JournalSamples.ReadNamesAsync(Path));
    }

    [Fact]
    public async Task Without_daily_rotation_a_new_day_continues_the_file()
    {
        await using JournalWriter journal = Open(daily: false);

        await journal.AppendAsync(JournalSamples.Entry(1, JournalSamples.Noon), Cancellation);
        await journal.AppendAsync(JournalSamples.Entry(2, JournalSamples.Noon.AddDays(30)), Cancellation);

        Assert.Empty(JournalSamples.RotatedNames(Path));
    }

    [Fact]
    public async Task A_clock_that_is_repeatedly_set_back_neither_rotates_endlessly_nor_overwrites()
    {
        DateTimeOffset now = JournalSamples.Noon;
        await using (JournalWriter journal = Open())
        {
            for (int i = 0; i < 300; i++)
            {
                // Forward by a quarter of an hour, and back by two days every fiftieth time.
                now += i % 50 == 49 ? TimeSpan.FromDays(-2) : TimeSpan.FromMinutes(15);
                await journal.AppendAsync(JournalSamples.Entry(i, now), Cancellation);
            }
        }

        Assert.InRange(JournalSamples.RotatedNames(Path).Length, 1, 20);
        Assert.Equal([.. JournalSamples.Names(0, 300)], await JournalSamples.ReadNamesAsync(Path));

        // A query by time finds all entries, whatever the clock did.
        foreach ((DateTimeOffset since, DateTimeOffset until) in new[] { (now.AddHours(-3), now), (now.AddDays(-3), now.AddDays(-1)) })
        {
            List<WebhookAlert> all = await JournalSamples.ReadAsync(Path);
            Assert.Equal(
                all.Where(alert => alert.ReceivedAt >= since && alert.ReceivedAt < until).Select(alert => alert.Name).ToList(),
                await JournalSamples.ReadNamesAsync(Path, new AlertQuery { Since = since, Until = until }));
        }
    }

    [Fact]
    public async Task A_file_with_the_same_times_is_never_overwritten()
    {
        for (int run = 0; run < 3; run++)
        {
            await using JournalWriter journal = Open();
            for (int i = 0; i < 4; i++)
            {
                await journal.AppendAsync(JournalSamples.Entry((run * 4) + i, JournalSamples.Noon, padding: 60_000), Cancellation);
            }
        }

        Assert.Equal(11, JournalSamples.RotatedNames(Path).Length);
        Assert.Equal([.. JournalSamples.Names(0, 12)], await JournalSamples.ReadNamesAsync(Path));
    }

    [Fact]
    public async Task Synced_makes_new_names_durable_before_the_next_acknowledgement()
    {
        await using JournalWriter journal = Open();
        await journal.AppendAsync(JournalSamples.Entry(1, padding: 60_000), Cancellation);
        _storage.Calls.Clear();

        await journal.AppendAsync(JournalSamples.Entry(2, padding: 60_000), Cancellation);

        Assert.Equal(2, _storage.Calls.Count);
        Assert.StartsWith("move webhook.log webhook.00000001.", _storage.Calls[0], StringComparison.Ordinal);
        Assert.Equal("flush folder", _storage.Calls[1]);
    }

    [Fact]
    public async Task A_failed_rotation_lets_the_file_grow_and_is_retried_later()
    {
        await using JournalWriter journal = Open();
        _storage.MoveFails = true;
        for (int i = 0; i < 5; i++)
        {
            await journal.AppendAsync(JournalSamples.Entry(i, padding: 60_000), Cancellation);
        }

        Assert.True(journal.IsHealthy);
        Assert.Empty(JournalSamples.RotatedNames(Path));
        Assert.Single(_log, entry => entry.EventId is "JournalRotationFailed");
        _storage.MoveFails = false;
        await journal.AppendAsync(JournalSamples.Entry(5), Cancellation);
        Assert.Empty(JournalSamples.RotatedNames(Path));
        _clock.Advance(TimeSpan.FromSeconds(10));
        await journal.AppendAsync(JournalSamples.Entry(6), Cancellation);

        Assert.Single(JournalSamples.RotatedNames(Path));
        Assert.Equal([.. JournalSamples.Names(0, 7)], await JournalSamples.ReadNamesAsync(Path));
    }

    private JournalWriter Open(bool daily = true) => JournalWriter.Open(
        new JournalOptions { Path = Path, MaximumSize = Maximum, RotateDaily = daily },
        _clock,
        _log.Add,
        _storage);
}
