using System.IO.Compression;
using WebhookTools.Listener.Journal;
using WebhookTools.Listener.Journal.Writing;
using WebhookTools.Tests;

namespace WebhookTools.Listener.Tests.Journal;

public sealed class JournalMaintenanceTests : IDisposable
{
    private const int Padding = 60_000;
    private readonly TemporaryFolder _folder = new();
    private readonly FaultyStorage _storage = new();
    private readonly ManualTimeProvider _clock = JournalSamples.Clock();
    private readonly List<ListenerLogEntry> _log = [];

    private string Path => _folder.File("webhook.log");

    private JournalOptions Options => new() { Path = Path, MaximumSize = 65_536 };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_oldest_files_above_the_count_are_removed_and_logged()
    {
        await using (JournalWriter journal = Open(Options with { RetainedFileCount = 2 }))
        {
            await AppendAsync(journal, 0, 6);
            await JournalSamples.UntilAsync(() => JournalSamples.RotatedNames(Path).Length == 2);
        }

        Assert.Equal(["3", "4", "5"], await JournalSamples.ReadNamesAsync(Path));
        ListenerLogEntry[] removed = [.. Log().Where(entry => entry.EventId is "JournalFileRemoved")];
        Assert.Equal(3, removed.Length);
        Assert.Contains("webhook.00000001.", removed[0].Message, StringComparison.Ordinal);
        Assert.Contains("webhook.00000003.", removed[2].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_above_the_size_are_removed_when_a_journal_is_opened()
    {
        await using (JournalWriter journal = Open(Options))
        {
            await AppendAsync(journal, 0, 6);
        }

        await using (Open(Options with { RetainedSize = 3 * 65_536 }))
        {
            await JournalSamples.UntilAsync(() => JournalSamples.RotatedNames(Path).Length == 3);
        }

        Assert.Equal(["2", "3", "4", "5"], await JournalSamples.ReadNamesAsync(Path));
    }

    [Fact]
    public async Task Files_above_the_age_are_removed_without_appends()
    {
        await using JournalWriter journal = Open(Options with { RetainedAge = TimeSpan.FromDays(7) });
        await AppendAsync(journal, 0, 3);

        _clock.Advance(TimeSpan.FromDays(7));
        Assert.Equal(2, JournalSamples.RotatedNames(Path).Length);
        _clock.Advance(TimeSpan.FromHours(1));
        await JournalSamples.UntilAsync(() => JournalSamples.RotatedNames(Path).Length == 0);

        Assert.Equal(["2"], await JournalSamples.ReadNamesAsync(Path));
    }

    [Fact]
    public async Task A_clock_that_jumps_ahead_removes_nothing_and_is_reported_once()
    {
        await using JournalWriter journal = Open(Options with { RetainedAge = TimeSpan.FromDays(7) });
        await AppendAsync(journal, 0, 3);

        await JumpAsync(TimeSpan.FromDays(3650));
        _clock.Advance(TimeSpan.FromHours(3));

        Assert.Equal(2, JournalSamples.RotatedNames(Path).Length);
        ListenerLogEntry jump = Assert.Single(Log(), entry => entry.EventId is "JournalClockJumped");
        Assert.Equal(ListenerLogLevel.Warning, jump.Level);
        Assert.Contains("2 rotated files", jump.Message, StringComparison.Ordinal);

        // The clock is set right, and time passes.
        _clock.Jump(TimeSpan.FromDays(-3650));
        _clock.Advance(TimeSpan.FromDays(7));

        await JournalSamples.UntilAsync(() => JournalSamples.RotatedNames(Path).Length == 0);
        Assert.Single(Log(), entry => entry.EventId is "JournalClockJumped");
    }

    [Fact]
    public async Task A_clock_that_stays_ahead_is_accepted_after_half_a_day()
    {
        await using JournalWriter journal = Open(Options with { RetainedAge = TimeSpan.FromDays(7) });
        await AppendAsync(journal, 0, 3);

        await JumpAsync(TimeSpan.FromDays(30));
        _clock.Advance(TimeSpan.FromHours(10));
        Assert.Equal(2, JournalSamples.RotatedNames(Path).Length);

        _clock.Advance(TimeSpan.FromHours(2));
        await JournalSamples.UntilAsync(() => JournalSamples.RotatedNames(Path).Length == 0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_clock_that_jumped_while_no_listener_ran_removes_nothing(bool isLockFileLost)
    {
        JournalOptions options = Options with { RetainedAge = TimeSpan.FromDays(7) };
        await using (JournalWriter journal = Open(options))
        {
            await AppendAsync(journal, 0, 3);
        }

        if (isLockFileLost)
        {
            File.Delete(Path + ".lock");
        }

        _clock.Jump(TimeSpan.FromDays(3650));
        for (int restart = 0; restart < 3; restart++)
        {
            await using JournalWriter journal = Open(options);
            await JournalSamples.UntilAsync(() => Log().Count(entry => entry.EventId is "JournalClockJumped") == restart + 1);
            await journal.AppendAsync(JournalSamples.Entry(3 + restart, _clock.GetUtcNow()), Cancellation);
        }

        Assert.Equal(["0", "1", "2", "3", "4", "5"], await JournalSamples.ReadNamesAsync(Path));
    }

    [Fact]
    public async Task Retention_removes_only_rotated_files_of_its_journal()
    {
        string[] others = ["notes.txt", "webhook.txt", "webhook.log.old", "webhook.prod.00000001.20200101T000000Z-20200101T000000Z.log", "other.00000001.20200101T000000Z-20200101T000000Z.log"];
        foreach (string other in others)
        {
            await File.WriteAllTextAsync(_folder.File(other), other, Cancellation);
        }

        await using (JournalWriter journal = Open(Options with { RetainedFileCount = 1, RetainedAge = TimeSpan.FromTicks(1), RetainedSize = 1 }))
        {
            await AppendAsync(journal, 0, 4);
            await JournalSamples.UntilAsync(() => Log().Count(entry => entry.EventId is "JournalFileRemoved") == 3);
        }

        Assert.All(others, other => Assert.True(File.Exists(_folder.File(other)), other));
        Assert.Equal(["3"], await JournalSamples.ReadNamesAsync(Path));
    }

    [Fact]
    public async Task Rotated_files_are_compressed_and_remain_readable()
    {
        await using (JournalWriter journal = Open(Options with { Compress = true }))
        {
            await AppendAsync(journal, 0, 4);
            await JournalSamples.UntilAsync(() => JournalSamples.RotatedNames(Path).Count(name => name.EndsWith(".log.gz", StringComparison.Ordinal)) == 3);
        }

        Assert.All(JournalSamples.RotatedNames(Path), name => Assert.EndsWith(".log.gz", name, StringComparison.Ordinal));
        Assert.Equal(["0", "1", "2", "3"], await JournalSamples.ReadNamesAsync(Path));
    }

    [Fact]
    public async Task The_compressed_copy_is_durable_before_the_original_is_deleted()
    {
        await using (JournalWriter journal = Open(Options with { Compress = true }))
        {
            await AppendAsync(journal, 0, 2);
            await JournalSamples.UntilAsync(() => JournalSamples.RotatedNames(Path) is [var name] && name.EndsWith(".gz", StringComparison.Ordinal));
        }

        string[] calls = [.. _storage.Calls];
        int renamed = Array.FindIndex(calls, call => call.EndsWith(".log.gz", StringComparison.Ordinal) && call.Contains(".gz.tmp ", StringComparison.Ordinal));
        int removed = Array.FindIndex(calls, call => call.StartsWith("delete webhook.00000001.", StringComparison.Ordinal));
        Assert.InRange(renamed, 0, removed);
        Assert.Contains("flush folder", calls[renamed..removed], StringComparer.Ordinal);
    }

    [Fact]
    public async Task The_size_limit_counts_compressed_sizes()
    {
        await using (JournalWriter journal = Open(Options with { Compress = true, RetainedSize = 65_536 }))
        {
            await AppendAsync(journal, 0, 6);
            await JournalSamples.UntilAsync(() => JournalSamples.RotatedNames(Path).Count(name => name.EndsWith(".log.gz", StringComparison.Ordinal)) == 5);
        }

        Assert.Equal(6, (await JournalSamples.ReadAsync(Path)).Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_interrupted_compression_is_repeated_and_no_entry_is_read_twice(bool wasRenamed)
    {
        await using (JournalWriter journal = Open(Options))
        {
            await AppendAsync(journal, 0, 3);
        }

        // The state after a crash: an incomplete temporary file, or a complete copy beside its original.
        string original = _folder.File(JournalSamples.RotatedNames(Path)[0]);
        string copy = original + (wasRenamed ? ".gz" : ".gz.tmp");
        await using (var gzip = new GZipStream(File.Create(copy), CompressionLevel.Fastest))
        {
            byte[] content = await File.ReadAllBytesAsync(original, Cancellation);
            await gzip.WriteAsync(wasRenamed ? content : content.AsMemory(0, content.Length / 2), Cancellation);
        }

        Assert.Equal(["0", "1", "2"], await JournalSamples.ReadNamesAsync(Path));
        await using (Open(Options with { Compress = true }))
        {
            await JournalSamples.UntilAsync(() => JournalSamples.RotatedNames(Path) is [var one, var two] && one.EndsWith(".log.gz", StringComparison.Ordinal) && two.EndsWith(".log.gz", StringComparison.Ordinal));
        }

        Assert.Equal(["0", "1", "2"], await JournalSamples.ReadNamesAsync(Path));
        Assert.Single(Log(), entry => entry.EventId is "JournalCompressionRestarted");
    }

    [Fact]
    public async Task Failed_maintenance_is_logged_and_appending_continues()
    {
        await using JournalWriter journal = Open(Options with { Compress = true });
        Directory.CreateDirectory(_folder.File("webhook.00000001.20261121T120000Z-20261121T120000Z.log.gz.tmp"));

        await AppendAsync(journal, 0, 2);
        await JournalSamples.UntilAsync(() => Log().Any(entry => entry.EventId is "JournalUpkeepFailed"));
        await AppendAsync(journal, 2, 2);

        Assert.True(journal.IsHealthy);
        Assert.Equal(["0", "1", "2", "3"], await JournalSamples.ReadNamesAsync(Path));
    }

    [Fact]
    public async Task Retention_by_size_applies_even_if_compression_fails()
    {
        await using JournalWriter journal = Open(Options with { Compress = true, RetainedSize = 2 * 65_536 });
        for (int i = 1; i <= 5; i++)
        {
            Directory.CreateDirectory(_folder.File($"webhook.{i:D8}.20261121T120000Z-20261121T120000Z.log.gz.tmp"));
        }

        await AppendAsync(journal, 0, 6);

        await JournalSamples.UntilAsync(() => JournalSamples.RotatedNames(Path).Count(name => name.EndsWith(".log", StringComparison.Ordinal)) == 2);
        Assert.Equal(["3", "4", "5"], await JournalSamples.ReadNamesAsync(Path));
    }

    /// <summary>Lets the wall clock jump ahead, and waits until that is reported.</summary>
    private async Task JumpAsync(TimeSpan by)
    {
        _clock.Jump(by);
        _clock.Advance(TimeSpan.FromHours(1));
        await JournalSamples.UntilAsync(() => Log().Any(entry => entry.EventId is "JournalClockJumped"));
    }

    private static async Task AppendAsync(JournalWriter journal, int from, int count)
    {
        for (int i = from; i < from + count; i++)
        {
            await journal.AppendAsync(JournalSamples.Entry(i, padding: Padding), Cancellation);
        }
    }

    private JournalWriter Open(JournalOptions options) => JournalWriter.Open(options, _clock, Add, _storage);

    private void Add(ListenerLogEntry entry)
    {
        lock (_log)
        {
            _log.Add(entry);
        }
    }

    private ListenerLogEntry[] Log()
    {
        lock (_log)
        {
            return [.. _log];
        }
    }
}
