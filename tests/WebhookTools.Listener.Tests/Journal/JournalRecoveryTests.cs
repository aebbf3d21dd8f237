using System.Text;
using WebhookTools.Core;
using WebhookTools.Core.Alerts;
using WebhookTools.Listener.Journal;
using WebhookTools.Listener.Journal.Reading;
using WebhookTools.Listener.Journal.Writing;
using WebhookTools.Tests;

namespace WebhookTools.Listener.Tests.Journal;

public sealed class JournalRecoveryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ManualTimeProvider _clock = JournalSamples.Clock();
    private readonly List<ListenerLogEntry> _log = [];

    private string Path => _folder.File("webhook.log");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(JournalFormat.Json)]
    [InlineData(JournalFormat.Text)]
    public async Task A_tail_torn_at_any_byte_is_truncated_to_the_last_complete_entry(JournalFormat format)
    {
        await AppendAsync(format, "one", "two");
        byte[] two = await File.ReadAllBytesAsync(Path, Cancellation);
        await AppendAsync(format, "six");
        byte[] three = await File.ReadAllBytesAsync(Path, Cancellation);
        byte[] six = three[two.Length..];

        for (int length = two.Length; length <= three.Length; length++)
        {
            _log.Clear();
            await File.WriteAllBytesAsync(Path, three[..length], Cancellation);

            await AppendAsync(format, "six");

            bool isWhole = length == three.Length;
            byte[] expected = isWhole ? [.. three, .. six] : three;
            Assert.Equal(expected, await File.ReadAllBytesAsync(Path, Cancellation));
            int torn = isWhole ? 0 : length - two.Length;
            Assert.Equal(torn > 0 ? 1 : 0, _log.Count(entry => entry.EventId is "JournalTornTailCut"));
            Assert.All(_log, entry => Assert.Contains($"{torn} bytes after offset {two.Length}", entry.Message, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData(JournalFormat.Json)]
    [InlineData(JournalFormat.Text)]
    public async Task A_first_entry_torn_at_any_byte_leaves_an_empty_journal(JournalFormat format)
    {
        await AppendAsync(format, "one");
        byte[] one = await File.ReadAllBytesAsync(Path, Cancellation);

        for (int length = 1; length < one.Length; length++)
        {
            await File.WriteAllBytesAsync(Path, one[..length], Cancellation);
            await AppendAsync(format, "one");
            Assert.Equal(one, await File.ReadAllBytesAsync(Path, Cancellation));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4096)]
    [InlineData(2_000_000)]
    public async Task Zeros_that_a_power_failure_left_at_the_end_are_removed(int count)
    {
        await AppendAsync(JournalFormat.Json, "one");
        byte[] one = await File.ReadAllBytesAsync(Path, Cancellation);
        await File.WriteAllBytesAsync(Path, [.. one, .. new byte[count], .. "the end of a line}\n"u8, .. new byte[count]], Cancellation);

        await AppendAsync(JournalFormat.Json, "two");

        Assert.Equal(["one", "two"], await JournalSamples.ReadNamesAsync(Path));
    }

    [Fact]
    public async Task A_file_of_zeros_is_a_journal_whose_first_write_was_lost()
    {
        await File.WriteAllBytesAsync(Path, new byte[5000], Cancellation);

        await AppendAsync(JournalFormat.Json, "one");

        Assert.Equal(["one"], await JournalSamples.ReadNamesAsync(Path));
    }

    [Fact]
    public async Task A_damaged_line_between_complete_ones_is_kept_and_reported_by_readers()
    {
        await AppendAsync(JournalFormat.Json, "one");
        await File.AppendAllTextAsync(Path, "{\"id\":\"half a line\n", Cancellation);
        await AppendAsync(JournalFormat.Json, "two");

        var damaged = new List<(string File, long Line)>();
        var names = new List<string?>();
        await foreach (WebhookAlert alert in JournalReader.ReadAsync(Path, AlertQuery.All, (file, line, _) => damaged.Add((file, line)), Cancellation))
        {
            names.Add(alert.Name);
        }

        Assert.Equal(["one", "two"], names);
        Assert.Equal([(Path, 2L)], damaged);
    }

    [Theory]
    [InlineData("my notes\n")]
    [InlineData("{\"id\":\"7\",\"name\":\"not ours\"}")]
    [InlineData("{\"a\":1}\n")]
    [InlineData("\0\0\0 a disk image\n")]
    [InlineData("<<<<<<<<< Other")]
    public async Task A_file_that_is_not_a_journal_is_rejected_and_not_changed(string content)
    {
        await File.WriteAllTextAsync(Path, content, Cancellation);

        WebhookException exception = Assert.Throws<WebhookException>(() => Open(JournalFormat.Json));

        Assert.Equal("NotAJournal", exception.ErrorId);
        Assert.Equal(content, await File.ReadAllTextAsync(Path, Cancellation));
    }

    [Theory]
    [InlineData(JournalFormat.Json, JournalFormat.Text)]
    [InlineData(JournalFormat.Text, JournalFormat.Json)]
    public async Task A_journal_is_not_continued_in_another_format(JournalFormat first, JournalFormat second)
    {
        await AppendAsync(first, "one");

        WebhookException exception = Assert.Throws<WebhookException>(() => Open(second));

        Assert.Equal("JournalFormatDiffers", exception.ErrorId);
        await AppendAsync(first, "two");
    }

    [Fact]
    public async Task After_a_restart_a_rotated_name_contains_the_times_of_all_its_entries()
    {
        await using (JournalWriter journal = Open(JournalFormat.Json))
        {
            await journal.AppendAsync(JournalSamples.Entry(1, JournalSamples.Noon.AddMinutes(1)), Cancellation);
            await journal.AppendAsync(JournalSamples.Entry(2, JournalSamples.Noon.AddMinutes(9)), Cancellation);
            await journal.AppendAsync(JournalSamples.Entry(3, JournalSamples.Noon), Cancellation);
        }

        await using (JournalWriter journal = Open(JournalFormat.Json))
        {
            await journal.AppendAsync(JournalSamples.Entry(4, JournalSamples.Noon.AddDays(1)), Cancellation);
        }

        Assert.Equal(["webhook.00000001.20261121T120000Z-20261121T120900Z.log"], JournalSamples.RotatedNames(Path));
    }

    private JournalWriter Open(JournalFormat format) =>
        JournalWriter.Open(new JournalOptions { Path = Path, Format = format, Durability = JournalDurability.Flushed }, _clock, _log.Add);

    private async Task AppendAsync(JournalFormat format, params string[] names)
    {
        if (File.Exists(Path))
        {
            // Text blocks contain no times, so the time of the file applies.
            File.SetLastWriteTimeUtc(Path, JournalSamples.Noon.UtcDateTime);
        }

        await using JournalWriter journal = Open(format);
        foreach (string name in names)
        {
            byte[] body = Encoding.UTF8.GetBytes($$"""{"name":"{{name}}"}""");
            await journal.AppendAsync(JournalSamples.Entry(name, body, isJson: true, JournalSamples.Noon), Cancellation);
        }
    }
}
