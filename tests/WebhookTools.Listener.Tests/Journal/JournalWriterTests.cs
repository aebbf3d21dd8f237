using System.Text;
using WebhookTools.Core;
using WebhookTools.Core.Alerts;
using WebhookTools.Listener.Journal;
using WebhookTools.Listener.Journal.Writing;
using WebhookTools.Tests;

namespace WebhookTools.Listener.Tests.Journal;

public sealed class JournalWriterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FaultyStorage _storage = new();
    private readonly ManualTimeProvider _clock = JournalSamples.Clock();

    private string Path => _folder.File("webhook.log");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(JournalDurability.Synced)]
    [InlineData(JournalDurability.Flushed)]
    public async Task Acknowledged_entries_are_in_the_file_before_the_journal_is_closed(JournalDurability durability)
    {
        await using JournalWriter journal = Open(durability: durability);

        for (int i = 0; i < 10; i++)
        {
            await journal.AppendAsync(JournalSamples.Entry(i), Cancellation);
            Assert.Equal(i + 1, (await JournalSamples.ReadAsync(Path)).Count);
        }

        WebhookAlert alert = (await JournalSamples.ReadAsync(Path))[3];
        Assert.Equal("3", alert.Name);
        Assert.Equal("3.0", alert.Id);
        Assert.Equal(JournalSamples.Noon, alert.ReceivedAt);
        Assert.Equal("Monasca", alert.Protocol);
        Assert.Equal("ALARM", alert.Status);
        Assert.Equal("{\"alarm_name\": \"3\", \"state\": \"ALARM\", \"padding\": \"\"}", alert.Body);
    }

    [Fact]
    public async Task Synced_flushes_before_it_acknowledges_and_flushed_does_not()
    {
        await using (JournalWriter journal = Open(durability: JournalDurability.Synced))
        {
            await journal.AppendAsync(JournalSamples.Entry(1), Cancellation);
            Assert.Equal(1, _storage.Flushes);
        }

        await using (JournalWriter journal = Open(durability: JournalDurability.Flushed))
        {
            await journal.AppendAsync(JournalSamples.Entry(2), Cancellation);
            Assert.Equal(1, _storage.Flushes);
        }
    }

    [Fact]
    public async Task The_name_of_a_new_file_is_durable_before_the_first_acknowledgement()
    {
        await using JournalWriter journal = Open();

        Assert.Contains("flush folder", _storage.Calls.ToArray(), StringComparer.Ordinal);
    }

    [Fact]
    public async Task Appends_that_arrive_during_a_flush_share_one_write_and_one_flush()
    {
        const int Count = 64;
        using var gate = new DiskGate();
        _storage.OnFlush = gate.Pass;
        await using JournalWriter journal = Open();

        Task first = journal.AppendAsync(JournalSamples.Entry(0), Cancellation).AsTask();
        await gate.ReachedAsync();
        Task[] others = [.. Enumerable.Range(1, Count).Select(number => journal.AppendAsync(JournalSamples.Entry(number), Cancellation).AsTask())];
        Assert.False(first.IsCompleted);
        Assert.All(others, append => Assert.False(append.IsCompleted));
        Assert.True(journal.Statistics.WaitingBytes > 0);
        gate.Open();
        await first;
        await Task.WhenAll(others);

        Assert.Equal(2, journal.Statistics.Batches);
        Assert.Equal(2, _storage.Writes);
        Assert.Equal(2, _storage.Flushes);
        Assert.Equal(Count + 1, journal.Statistics.Entries);
        Assert.Equal(new FileInfo(Path).Length, journal.Statistics.Bytes);
        Assert.Equal(new FileInfo(Path).Length, journal.Statistics.ActiveLength);
        Assert.Equal(0, journal.Statistics.WaitingBytes);
        Assert.Equal([.. JournalSamples.Names(0, Count + 1)], await JournalSamples.ReadNamesAsync(Path));
    }

    [Theory]
    [InlineData(JournalDurability.Synced)]
    [InlineData(JournalDurability.Flushed)]
    [InlineData(JournalDurability.Buffered)]
    public async Task Sixteen_writers_lose_and_duplicate_nothing(JournalDurability durability)
    {
        const int PerWriter = 500;

        // A slow disk, so that the writers overlap even without a flush.
        _storage.OnWrite = static () => Thread.SpinWait(2_000);
        JournalWriter journal = Open(durability: durability, maximumSize: 65_536);
        await using (journal)
        {
            await Task.WhenAll(Enumerable.Range(0, 16).Select(writer => Task.Run(async () =>
            {
                for (int i = 0; i < PerWriter; i++)
                {
                    await journal.AppendAsync(JournalSamples.Entry((writer * PerWriter) + i), Cancellation);
                }
            })));
        }

        List<string?> names = await JournalSamples.ReadNamesAsync(Path);
        Assert.Equal(16 * PerWriter, names.Count);
        Assert.Equal([.. JournalSamples.Names(0, 16 * PerWriter)], names.ToHashSet(StringComparer.Ordinal));
        Assert.True(journal.Statistics.Batches < journal.Statistics.Entries);
        Assert.True(journal.Statistics.Rotations > 10);
        Assert.Equal(16 * PerWriter, journal.Statistics.Entries);
    }

    [Fact]
    public async Task Flushed_appends_that_arrive_during_a_write_share_the_next_write()
    {
        const int Count = 64;
        using var gate = new DiskGate();
        _storage.OnWrite = gate.Pass;
        await using JournalWriter journal = Open(durability: JournalDurability.Flushed);

        Task first = journal.AppendAsync(JournalSamples.Entry(0), Cancellation).AsTask();
        await gate.ReachedAsync();
        Task[] others = [.. Enumerable.Range(1, Count).Select(number => journal.AppendAsync(JournalSamples.Entry(number), Cancellation).AsTask())];
        Assert.All(others, append => Assert.False(append.IsCompleted));
        Assert.True(journal.Statistics.WaitingBytes > 0);
        gate.Open();
        await first;
        await Task.WhenAll(others);

        Assert.Equal(2, journal.Statistics.Batches);
        Assert.Equal(2, _storage.Writes);
        Assert.Equal(0, _storage.Flushes);
        Assert.Equal([.. JournalSamples.Names(0, Count + 1)], await JournalSamples.ReadNamesAsync(Path));
    }

    [Fact]
    public async Task A_flushed_append_fails_when_the_disk_is_full()
    {
        await using JournalWriter journal = Open(durability: JournalDurability.Flushed);
        _storage.Room = 0;

        WebhookException problem = await Assert.ThrowsAsync<WebhookException>(() => journal.AppendAsync(JournalSamples.Entry(0), Cancellation).AsTask());

        Assert.Equal(nameof(JournalErrors.JournalWriteFailed), problem.ErrorId);
        Assert.False(journal.IsHealthy);
        Assert.Equal(1, journal.Statistics.FailedEntries);
        _storage.Room = null;
        await journal.AppendAsync(JournalSamples.Entry(1), Cancellation);
        Assert.True(journal.IsHealthy);
        Assert.Equal([.. JournalSamples.Names(1, 1)], await JournalSamples.ReadNamesAsync(Path));
    }

    [Fact]
    public async Task Closing_writes_and_acknowledges_the_queued_entries()
    {
        using var gate = new DiskGate();
        _storage.OnFlush = gate.Pass;
        JournalWriter journal = Open();
        Task[] appends = [.. Enumerable.Range(0, 20).Select(number => journal.AppendAsync(JournalSamples.Entry(number), Cancellation).AsTask())];
        await gate.ReachedAsync();

        Task closed = journal.DisposeAsync().AsTask();
        gate.Open();
        await closed;

        await Task.WhenAll(appends);
        Assert.Equal(20, (await JournalSamples.ReadAsync(Path)).Count);
    }

    [Fact]
    public async Task A_closed_journal_rejects_appends_and_can_be_closed_again()
    {
        JournalWriter journal = Open();
        await journal.DisposeAsync();
        await journal.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await journal.AppendAsync(JournalSamples.Entry(1), Cancellation));
    }

    [Fact]
    public async Task An_append_canceled_before_it_is_queued_is_not_in_the_journal()
    {
        await using JournalWriter journal = Open();
        using var canceled = new CancellationTokenSource();
        await canceled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await journal.AppendAsync(JournalSamples.Entry(1), canceled.Token));
        await journal.AppendAsync(JournalSamples.Entry(2), Cancellation);

        Assert.Equal(["2"], await JournalSamples.ReadNamesAsync(Path));
    }

    [Fact]
    public async Task An_append_canceled_after_it_is_queued_is_written_and_acknowledged()
    {
        using var gate = new DiskGate();
        _storage.OnFlush = gate.Pass;
        await using JournalWriter journal = Open();
        using var canceled = new CancellationTokenSource();
        Task append = journal.AppendAsync(JournalSamples.Entry(1), canceled.Token).AsTask();
        await gate.ReachedAsync();

        await canceled.CancelAsync();
        gate.Open();
        await append;

        Assert.Equal(["1"], await JournalSamples.ReadNamesAsync(Path));
    }

    [Fact]
    public async Task A_slow_disk_causes_backpressure_and_not_memory_growth()
    {
        const int Size = 1_000_000;
        using var gate = new DiskGate();
        _storage.OnFlush = gate.Pass;
        await using JournalWriter journal = Open();
        Task first = journal.AppendAsync(JournalSamples.Entry(0), Cancellation).AsTask();
        await gate.ReachedAsync();

        Task[] appends = [.. Enumerable.Range(1, 30).Select(number => journal.AppendAsync(JournalSamples.Entry(number, padding: Size), Cancellation).AsTask())];
        using var canceled = new CancellationTokenSource();
        Task givenUp = journal.AppendAsync(JournalSamples.Entry(99, padding: Size), canceled.Token).AsTask();

        Assert.InRange(journal.Statistics.WaitingBytes, Size, 8 * 1024 * 1024);
        await canceled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => givenUp);
        gate.Open();
        await first;
        await Task.WhenAll(appends);
        List<string?> names = await JournalSamples.ReadNamesAsync(Path);
        Assert.Equal([.. JournalSamples.Names(0, 31)], names.ToHashSet(StringComparer.Ordinal));
        Assert.Equal(31, names.Count);
    }

    [Fact]
    public async Task An_entry_above_the_queue_capacity_is_accepted_alone()
    {
        await using JournalWriter journal = Open();

        await journal.AppendAsync(JournalSamples.Entry(1, padding: 12_000_000), Cancellation);
        await journal.AppendAsync(JournalSamples.Entry(2), Cancellation);

        Assert.Equal(["1", "2"], await JournalSamples.ReadNamesAsync(Path));
    }

    [Fact]
    public async Task Buffered_acknowledges_immediately_and_writes_within_a_second()
    {
        await using JournalWriter journal = Open(durability: JournalDurability.Buffered);

        ValueTask append = journal.AppendAsync(JournalSamples.Entry(1), Cancellation);

        Assert.True(append.IsCompletedSuccessfully);
        await append;
        Assert.Equal(0, new FileInfo(Path).Length);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await JournalSamples.UntilAsync(() => journal.Statistics.Entries == 1);
        Assert.Equal(["1"], await JournalSamples.ReadNamesAsync(Path));
    }

    [Fact]
    public async Task Buffered_writes_the_remaining_entries_on_close()
    {
        await using (JournalWriter journal = Open(durability: JournalDurability.Buffered))
        {
            await journal.AppendAsync(JournalSamples.Entry(1), Cancellation);
        }

        Assert.Equal(["1"], await JournalSamples.ReadNamesAsync(Path));
    }

    [Fact]
    public async Task A_text_journal_contains_consecutive_blocks()
    {
        await using (JournalWriter journal = Open(format: JournalFormat.Text))
        {
            await journal.AppendAsync(JournalSamples.Entry("one", "{\"a\":1}"u8.ToArray(), isJson: true, JournalSamples.Noon), Cancellation);
            await journal.AppendAsync(JournalSamples.Entry("two", "{\"a\":2}"u8.ToArray(), isJson: true, JournalSamples.Noon), Cancellation);
        }

        const string Block = "<<<<<<<<< Alert Start >>>>>>>>\n{\n  \"a\": 1\n}\n<<<<<<<<< Alert End >>>>>>>>\n";
        Assert.Equal(Block + Block.Replace('1', '2'), await File.ReadAllTextAsync(Path, Cancellation));
    }

    [Fact]
    public async Task The_folder_is_created_and_a_relative_path_is_accepted()
    {
        string path = _folder.File("a/b/c/webhook.log");
        string relative = System.IO.Path.GetRelativePath(Environment.CurrentDirectory, path);

        await using (JournalWriter journal = JournalWriter.Open(new JournalOptions { Path = relative }, _clock, log: null))
        {
            await journal.AppendAsync(JournalSamples.Entry(1), Cancellation);
        }

        Assert.Equal(["1"], await JournalSamples.ReadNamesAsync(path));
    }

    [Theory]
    [InlineData("", "JournalPathMissing")]
    [InlineData("  ", "JournalPathMissing")]
    [InlineData("a\0b", "JournalPathInvalid")]
    public void An_invalid_path_is_rejected(string path, string errorId) => AssertRefused(new JournalOptions { Path = path }, errorId, WebhookErrorKind.InvalidArgument);

    [Fact]
    public void Options_out_of_range_are_rejected()
    {
        JournalOptions good = new() { Path = Path };
        JournalOptions[] bad =
        [
            good with { MaximumSize = 1 },
            good with { MaximumSize = -1 },
            good with { RetainedFileCount = 0 },
            good with { RetainedAge = TimeSpan.Zero },
            good with { RetainedSize = 0 },
            good with { Format = (JournalFormat)9 },
            good with { Durability = (JournalDurability)9 },
        ];

        Assert.All(bad, options => AssertRefused(options, "JournalOptionOutOfRange", WebhookErrorKind.InvalidArgument));
        (good with { MaximumSize = 0 }).Validate();
        Assert.Empty(Directory.EnumerateFiles(_folder.Path));
    }

    [Fact]
    public void A_folder_or_a_device_is_not_a_journal()
    {
        AssertRefused(new JournalOptions { Path = _folder.Path }, "JournalPathIsNotAFile", WebhookErrorKind.InvalidArgument);
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Other systems have no /dev/null, or do not tell that it is a device.");
        AssertRefused(new JournalOptions { Path = "/dev/null" }, "JournalPathIsNotAFile", WebhookErrorKind.InvalidArgument);
    }

    [Fact]
    public async Task A_folder_below_a_file_is_a_clear_error()
    {
        await File.WriteAllTextAsync(_folder.File("file"), "x", Cancellation);

        AssertRefused(new JournalOptions { Path = _folder.File("file/webhook.log") }, "JournalUnavailable", WebhookErrorKind.ResourceUnavailable);
    }

    [Fact]
    public void A_read_only_folder_is_a_clear_error()
    {
        if (OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess)
        {
            Assert.Skip("Needs a user whom the file system can refuse.");
            return;
        }

        File.SetUnixFileMode(_folder.Path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            AssertRefused(new JournalOptions { Path = Path }, "JournalFolderNotWritable", WebhookErrorKind.PermissionDenied);
        }
        finally
        {
            File.SetUnixFileMode(_folder.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Fact]
    public async Task A_log_that_throws_does_not_stop_the_journal()
    {
        await File.WriteAllTextAsync(Path, "{\"id\":\"torn", Cancellation);

        await using JournalWriter journal = JournalWriter.Open(new JournalOptions { Path = Path }, _clock, _ => throw new InvalidOperationException("log"));
        await journal.AppendAsync(JournalSamples.Entry(1), Cancellation);

        Assert.Equal(["1"], await JournalSamples.ReadNamesAsync(Path));
    }

    [Fact]
    public async Task A_link_is_followed_so_that_rotation_does_not_rename_it()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege there.");
        string link = _folder.File("link.log");
        Directory.CreateDirectory(_folder.File("real"));
        File.CreateSymbolicLink(link, _folder.File("real/webhook.log"));

        await using (JournalWriter journal = JournalWriter.Open(new JournalOptions { Path = link, MaximumSize = 65_536 }, _clock, log: null))
        {
            await journal.AppendAsync(JournalSamples.Entry(1, padding: 65_000), Cancellation);
            await journal.AppendAsync(JournalSamples.Entry(2, padding: 65_000), Cancellation);
        }

        Assert.NotNull(new FileInfo(link).LinkTarget);
        Assert.Single(JournalSamples.RotatedNames(_folder.File("real/webhook.log")));
        Assert.Equal(["1", "2"], await JournalSamples.ReadNamesAsync(link));
    }

    private static void AssertRefused(JournalOptions options, string errorId, WebhookErrorKind kind)
    {
        WebhookException exception = Assert.Throws<WebhookException>(() => JournalWriter.Open(options, TimeProvider.System, log: null));
        Assert.Equal(errorId, exception.ErrorId);
        Assert.Equal(kind, exception.Kind);
        Assert.NotEmpty(exception.RecommendedAction);
    }

    private JournalWriter Open(
        JournalDurability durability = JournalDurability.Synced,
        long maximumSize = JournalOptions.DefaultMaximumSize,
        JournalFormat format = JournalFormat.Json) => JournalWriter.Open(
            new JournalOptions { Path = Path, Durability = durability, MaximumSize = maximumSize, Format = format },
            _clock,
            log: null,
            _storage);
}
