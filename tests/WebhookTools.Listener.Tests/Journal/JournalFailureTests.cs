using System.Diagnostics;
using WebhookTools.Core;
using WebhookTools.Listener.Journal;
using WebhookTools.Listener.Journal.Writing;
using WebhookTools.Tests;

namespace WebhookTools.Listener.Tests.Journal;

public sealed class JournalFailureTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FaultyStorage _storage = new();
    private readonly ManualTimeProvider _clock = JournalSamples.Clock();
    private readonly List<ListenerLogEntry> _log = [];

    private string Path => _folder.File("logs/webhook.log");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(JournalDurability.Synced)]
    [InlineData(JournalDurability.Flushed)]
    public async Task A_full_disk_leaves_no_partial_entry_and_the_journal_recovers(JournalDurability durability)
    {
        await using JournalWriter journal = Open(durability);
        await journal.AppendAsync(JournalSamples.Entry(1), Cancellation);
        long length = new FileInfo(Path).Length;
        for (int room = 0; room < 260; room += 37)
        {
            _storage.Room = room;

            WebhookException exception = await JournalSamples.FailsAsync(journal.AppendAsync(JournalSamples.Entry(100 + room), Cancellation));

            Assert.Equal(WebhookErrorKind.WriteFailed, exception.Kind);
            Assert.Contains("No space left on device", exception.Message, StringComparison.Ordinal);
            Assert.False(journal.IsHealthy);
            Assert.Contains("No space left on device", journal.Problem, StringComparison.Ordinal);
            Assert.Equal(length, new FileInfo(Path).Length);
        }

        _storage.Room = null;
        await journal.AppendAsync(JournalSamples.Entry(2), Cancellation);

        Assert.True(journal.IsHealthy);
        Assert.Null(journal.Problem);
        Assert.Equal(["1", "2"], await JournalSamples.ReadNamesAsync(Path));
        Assert.Equal(8, journal.Statistics.FailedEntries);
        Assert.Single(_log, entry => entry.EventId is "JournalFailed" && entry.Level == ListenerLogLevel.Error);
        Assert.Single(_log, entry => entry.EventId is "JournalRecovered" && entry.Message.Contains("8 entries", StringComparison.Ordinal));
    }

    [Fact]
    public async Task All_appends_of_a_failed_write_fail()
    {
        using var gate = new DiskGate();
        _storage.OnWrite = gate.Pass;
        await using JournalWriter journal = Open();
        Task first = journal.AppendAsync(JournalSamples.Entry(0), Cancellation).AsTask();
        await gate.ReachedAsync();
        ValueTask[] others = [.. Enumerable.Range(1, 20).Select(number => journal.AppendAsync(JournalSamples.Entry(number), Cancellation))];
        _storage.OnWrite = null;
        _storage.Room = 1000;
        gate.Open();

        await first;
        WebhookException[] failures = await Task.WhenAll(others.Select(JournalSamples.FailsAsync));

        Assert.Equal(20, failures.Distinct().Count());
        Assert.Equal(["0"], await JournalSamples.ReadNamesAsync(Path));
    }

    [Fact]
    public async Task Entries_in_a_completed_file_stay_acknowledged_when_the_next_file_fails()
    {
        using var gate = new DiskGate();
        int writes = 0;
        await using JournalWriter journal = Open(maximumSize: 65_536);
        _storage.OnWrite = () =>
        {
            gate.Pass();
            _storage.Room = ++writes == 3 ? 10 : null;
        };
        Task first = journal.AppendAsync(JournalSamples.Entry(0), Cancellation).AsTask();
        await gate.ReachedAsync();
        Task[] others = [.. Enumerable.Range(1, 10).Select(number => journal.AppendAsync(JournalSamples.Entry(number, padding: 12_000), Cancellation).AsTask())];
        gate.Open();
        await first;
        await Task.WhenAny(Task.WhenAll(others));

        string[] acknowledged = [.. Enumerable.Range(1, 10).Where(number => others[number - 1].IsCompletedSuccessfully).Select(JournalSamples.Name)];
        Assert.Equal(5, acknowledged.Length);
        Assert.Equal(["0", .. acknowledged], await JournalSamples.ReadNamesAsync(Path));
    }

    [Fact]
    public async Task A_failed_flush_removes_the_entry_and_reopens_the_file()
    {
        await using JournalWriter journal = Open();
        await journal.AppendAsync(JournalSamples.Entry(1), Cancellation);
        _storage.FlushFails = true;

        WebhookException exception = await JournalSamples.FailsAsync(journal.AppendAsync(JournalSamples.Entry(2), Cancellation));

        Assert.Contains("Input/output error", exception.Message, StringComparison.Ordinal);
        Assert.Equal(["1"], await JournalSamples.ReadNamesAsync(Path));
        _storage.FlushFails = false;
        await journal.AppendAsync(JournalSamples.Entry(3), Cancellation);
        Assert.Equal(["1", "3"], await JournalSamples.ReadNamesAsync(Path));
    }

    [Fact]
    public async Task Nothing_is_written_until_a_failed_write_is_rolled_back()
    {
        await using JournalWriter journal = Open();
        await journal.AppendAsync(JournalSamples.Entry(1), Cancellation);
        _storage.FlushFails = true;
        _storage.TruncateFails = true;
        await JournalSamples.FailsAsync(journal.AppendAsync(JournalSamples.Entry(2), Cancellation));
        _storage.FlushFails = false;
        await JournalSamples.FailsAsync(journal.AppendAsync(JournalSamples.Entry(3), Cancellation));
        _storage.TruncateFails = false;

        await journal.AppendAsync(JournalSamples.Entry(4), Cancellation);

        Assert.Equal(["1", "4"], await JournalSamples.ReadNamesAsync(Path));
    }

    [Fact]
    public async Task A_failed_rollback_is_retried_when_the_journal_is_closed()
    {
        await using (JournalWriter journal = Open())
        {
            await journal.AppendAsync(JournalSamples.Entry(1), Cancellation);
            _storage.FlushFails = true;
            _storage.TruncateFails = true;
            await JournalSamples.FailsAsync(journal.AppendAsync(JournalSamples.Entry(2), Cancellation));
            _storage.FlushFails = false;
            _storage.TruncateFails = false;
        }

        Assert.Equal(["1"], await JournalSamples.ReadNamesAsync(Path));
    }

    [Fact]
    public async Task An_idle_journal_detects_that_the_disk_is_writable_again()
    {
        await using JournalWriter journal = Open();
        _storage.Room = 10;
        await JournalSamples.FailsAsync(journal.AppendAsync(JournalSamples.Entry(1), Cancellation));
        int writes = _storage.Writes;
        _clock.Advance(TimeSpan.FromSeconds(5));
        await JournalSamples.UntilAsync(() => _storage.Writes > writes);
        Assert.False(journal.IsHealthy);

        _storage.Room = null;
        _clock.Advance(TimeSpan.FromSeconds(5));

        await JournalSamples.UntilAsync(() => journal.IsHealthy);
        Assert.Equal(0, new FileInfo(Path).Length);
        Assert.DoesNotContain(Directory.EnumerateFiles(_folder.File("logs")), file => file.EndsWith(".probe", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Buffered_entries_are_kept_while_the_disk_is_full_and_written_later()
    {
        await using JournalWriter journal = Open(JournalDurability.Buffered);
        _storage.Room = 10;
        await journal.AppendAsync(JournalSamples.Entry(1), Cancellation);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await JournalSamples.UntilAsync(() => !journal.IsHealthy);
        await journal.AppendAsync(JournalSamples.Entry(2), Cancellation);
        _storage.Room = null;

        _clock.Advance(TimeSpan.FromSeconds(1));
        await JournalSamples.UntilAsync(() => journal.IsHealthy);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await JournalSamples.UntilAsync(() => journal.Statistics.Entries == 2);

        Assert.Equal(["1", "2"], await JournalSamples.ReadNamesAsync(Path));
    }

    [Fact]
    public async Task Buffered_entries_beyond_the_capacity_fail_while_the_disk_is_full()
    {
        await using JournalWriter journal = Open(JournalDurability.Buffered);
        _storage.Room = 10;
        await journal.AppendAsync(JournalSamples.Entry(0), Cancellation);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await JournalSamples.UntilAsync(() => !journal.IsHealthy);
        for (int i = 1; i <= 8; i++)
        {
            await journal.AppendAsync(JournalSamples.Entry(i, padding: 1_000_000), Cancellation);
        }

        WebhookException exception = await JournalSamples.FailsAsync(journal.AppendAsync(JournalSamples.Entry(9, padding: 1_000_000), Cancellation));

        Assert.Equal(WebhookErrorKind.WriteFailed, exception.Kind);
        _storage.Room = null;
        await journal.DisposeAsync();
        Assert.Equal([.. JournalSamples.Names(0, 9)], await JournalSamples.ReadNamesAsync(Path));
    }

    [Fact]
    public async Task Buffered_entries_that_are_lost_on_close_are_reported()
    {
        JournalWriter journal = Open(JournalDurability.Buffered);
        _storage.Room = 10;
        await journal.AppendAsync(JournalSamples.Entry(1), Cancellation);
        await journal.AppendAsync(JournalSamples.Entry(2), Cancellation);

        await journal.DisposeAsync();

        Assert.Single(_log, entry => entry.EventId is "JournalBufferLost" && entry.Message.StartsWith("2 buffered", StringComparison.Ordinal));
        Assert.Equal(2, journal.Statistics.FailedEntries);
        Assert.Equal(0, new FileInfo(Path).Length);
    }

    [Fact]
    public async Task A_removed_file_is_recreated_before_the_next_acknowledgement()
    {
        SkipOnWindows();
        await using JournalWriter journal = Open();
        await journal.AppendAsync(JournalSamples.Entry(1), Cancellation);
        File.Delete(Path);

        await journal.AppendAsync(JournalSamples.Entry(2), Cancellation);

        Assert.Equal(["2"], await JournalSamples.ReadNamesAsync(Path));
        Assert.Single(_log, entry => entry.EventId is "JournalReplaced");
    }

    [Fact]
    public async Task Entries_are_written_again_if_the_file_is_removed_during_the_write()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux tells whether an open file still has a name.");
        await using JournalWriter journal = Open();
        _storage.OnWrite = () =>
        {
            _storage.OnWrite = null;
            File.Delete(Path);
        };

        await journal.AppendAsync(JournalSamples.Entry(1), Cancellation);

        Assert.Equal(["1"], await JournalSamples.ReadNamesAsync(Path));
    }

    [Fact]
    public async Task A_file_that_is_removed_during_every_write_is_an_error()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux tells whether an open file still has a name.");
        await using JournalWriter journal = Open();
        _storage.OnWrite = () => File.Delete(Path);

        WebhookException exception = await JournalSamples.FailsAsync(journal.AppendAsync(JournalSamples.Entry(1), Cancellation));

        Assert.Equal(WebhookErrorKind.WriteFailed, exception.Kind);
        _storage.OnWrite = null;
        await journal.AppendAsync(JournalSamples.Entry(2), Cancellation);
        Assert.Equal(["2"], await JournalSamples.ReadNamesAsync(Path));
    }

    [Fact]
    public async Task A_renamed_or_replaced_file_is_not_written_to()
    {
        SkipOnWindows();
        await using JournalWriter journal = Open();
        await journal.AppendAsync(JournalSamples.Entry(1), Cancellation);
        File.Move(Path, Path + ".old");
        await journal.AppendAsync(JournalSamples.Entry(2), Cancellation);
        File.Copy(Path, Path + ".copy");
        File.Move(Path + ".copy", Path, overwrite: true);
        await journal.AppendAsync(JournalSamples.Entry(3), Cancellation);

        Assert.Equal(["1"], await JournalSamples.ReadNamesAsync(Path + ".old"));
        Assert.Equal(["2", "3"], await JournalSamples.ReadNamesAsync(Path));
    }

    [Fact]
    public async Task A_file_changed_by_another_process_is_continued_at_its_end()
    {
        SkipOnWindows();
        await using JournalWriter journal = Open();
        await journal.AppendAsync(JournalSamples.Entry(1), Cancellation);
        await File.WriteAllTextAsync(Path, "", Cancellation);
        await journal.AppendAsync(JournalSamples.Entry(2), Cancellation);
        await File.AppendAllTextAsync(Path, await File.ReadAllTextAsync(Path, Cancellation), Cancellation);
        await journal.AppendAsync(JournalSamples.Entry(3), Cancellation);

        Assert.Equal(["2", "2", "3"], await JournalSamples.ReadNamesAsync(Path));
    }

    [Fact]
    public async Task A_removed_folder_is_recreated()
    {
        SkipOnWindows();
        await using JournalWriter journal = Open();
        await journal.AppendAsync(JournalSamples.Entry(1), Cancellation);
        Directory.Delete(_folder.File("logs"), recursive: true);

        await journal.AppendAsync(JournalSamples.Entry(2), Cancellation);

        Assert.True(journal.IsHealthy);
        Assert.Equal(["2"], await JournalSamples.ReadNamesAsync(Path));
        WebhookException exception = Assert.Throws<WebhookException>(() => Open());
        Assert.Equal("JournalInUse", exception.ErrorId);
    }

    [Fact]
    public async Task A_folder_that_is_moved_away_and_back_is_continued()
    {
        SkipOnWindows();
        await using JournalWriter journal = Open();
        await journal.AppendAsync(JournalSamples.Entry(1), Cancellation);
        Directory.Move(_folder.File("logs"), _folder.File("away"));
        await File.WriteAllTextAsync(_folder.File("logs"), "in the way", Cancellation);
        await JournalSamples.FailsAsync(journal.AppendAsync(JournalSamples.Entry(2), Cancellation));
        Assert.False(journal.IsHealthy);
        File.Delete(_folder.File("logs"));
        Directory.Move(_folder.File("away"), _folder.File("logs"));

        await journal.AppendAsync(JournalSamples.Entry(3), Cancellation);

        Assert.True(journal.IsHealthy);
        Assert.Equal(["1", "3"], await JournalSamples.ReadNamesAsync(Path));
    }

    [Fact]
    public async Task A_real_full_disk_loses_and_truncates_no_entry()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Mounting a small disk needs root on Linux.");
        string disk = _folder.File("disk");
        Directory.CreateDirectory(disk);
        Assert.SkipUnless(await RunAsync("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk), "Mounting is not permitted here.");
        try
        {
            await FillAndRecoverAsync(System.IO.Path.Combine(disk, "webhook.log"), System.IO.Path.Combine(disk, "ballast"));
        }
        finally
        {
            Assert.True(await RunAsync("umount", disk));
        }
    }

    private static void SkipOnWindows() =>
        Assert.SkipWhen(OperatingSystem.IsWindows(), "An open file can be neither removed nor renamed there.");

    private static async Task<bool> RunAsync(string program, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, UseShellExecute = false })!;
            await process.WaitForExitAsync(Cancellation);
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static async Task FillAndRecoverAsync(string path, string ballast)
    {
        await File.WriteAllBytesAsync(ballast, new byte[300_000], Cancellation);
        var acknowledged = new HashSet<string>(StringComparer.Ordinal);
        var gate = new Lock();
        int next = 0;
        await using (JournalWriter journal = JournalWriter.Open(new JournalOptions { Path = path, MaximumSize = 65_536 }, TimeProvider.System, log: null))
        {
            // Eight writers, until each has failed.
            await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
            {
                while (await TryAppendAsync(journal))
                {
                }
            })));
            Assert.False(journal.IsHealthy);
            Assert.True(acknowledged.Count > 100);

            File.Delete(ballast);
            for (int i = 0; i < 50; i++)
            {
                Assert.True(await TryAppendAsync(journal));
            }

            Assert.True(journal.IsHealthy);
        }

        List<string?> names = await JournalSamples.ReadNamesAsync(path);
        Assert.Equal(names.Count, acknowledged.Count);
        Assert.Equal(acknowledged, names.ToHashSet(StringComparer.Ordinal)!);

        async Task<bool> TryAppendAsync(JournalWriter journal)
        {
            string name = JournalSamples.Name(Interlocked.Increment(ref next));
            try
            {
                await journal.AppendAsync(JournalSamples.Entry(name, padding: 700), Cancellation);
            }
            catch (WebhookException exception) when (exception.Kind == WebhookErrorKind.WriteFailed)
            {
                return false;
            }

            lock (gate)
            {
                acknowledged.Add(name);
            }

            return true;
        }
    }

    private JournalWriter Open(JournalDurability durability = JournalDurability.Synced, long maximumSize = JournalOptions.DefaultMaximumSize) =>
        JournalWriter.Open(new JournalOptions { Path = Path, Durability = durability, MaximumSize = maximumSize }, _clock, Log, _storage);

    private void Log(ListenerLogEntry entry)
    {
        lock (_log)
        {
            _log.Add(entry);
        }
    }
}
