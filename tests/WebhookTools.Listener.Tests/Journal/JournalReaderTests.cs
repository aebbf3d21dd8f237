using System.Text;
using WebhookTools.Core;
using WebhookTools.Core.Alerts;
using WebhookTools.Listener.Journal;
using WebhookTools.Listener.Journal.Reading;
using WebhookTools.Listener.Journal.Writing;
using WebhookTools.Tests;

namespace WebhookTools.Listener.Tests.Journal;

public sealed class JournalReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ManualTimeProvider _clock = JournalSamples.Clock();

    private string Path => _folder.File("webhook.log");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static DateTimeOffset Noon => JournalSamples.Noon;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_member_of_an_alert_is_read_back()
    {
        var alert = new WebhookAlert
        {
            Id = "7.1",
            ReceivedAt = Noon,
            Protocol = "Alertmanager",
            Event = "alert",
            Name = "HighCPU \"quoted\"",
            Status = "firing",
            Severity = "critical",
            Fingerprint = "abc",
            Summary = "line\nbreak, ß, 😀",
            Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["a"] = "1", ["empty"] = "" },
            Annotations = new Dictionary<string, string>(StringComparer.Ordinal) { ["b"] = "2" },
            StartsAt = Noon.AddHours(-1).AddTicks(1),
            EndsAt = Noon.AddHours(1),
        };
        await AppendAsync([JournalSamples.Entry("7", "{ \"x\" : [1, 2.0] }"u8.ToArray(), isJson: true, Noon) with { Id = "7", Protocol = "Alertmanager", Event = "line", Alerts = [alert with { Id = "7.0", Event = null }, alert] }]);

        List<WebhookAlert> alerts = await JournalSamples.ReadAsync(Path);

        Assert.Equal(["7.0", "7.1"], alerts.Select(read => read.Id).ToArray());
        Assert.Equal("line", alerts[0].Event);
        Assert.EquivalentWithExclusions(alert with { Body = "{ \"x\" : [1, 2.0] }" }, alerts[1], strict: true, "Webhook", "Payload");
    }

    [Fact]
    public async Task A_body_that_is_not_json_is_not_read_back()
    {
        await AppendAsync([JournalSamples.Entry("x", "a=b"u8.ToArray(), isJson: false, Noon)]);

        Assert.Null(Assert.Single(await JournalSamples.ReadAsync(Path)).Body);
    }

    [Fact]
    public async Task A_very_deep_body_is_read_back()
    {
        string body = new string('[', 10_000) + new string(']', 10_000);
        await AppendAsync([JournalSamples.Entry("deep", Encoding.UTF8.GetBytes(body), isJson: true, Noon)]);

        Assert.Equal(body, Assert.Single(await JournalSamples.ReadAsync(Path)).Body);
    }

    [Fact]
    public async Task All_conditions_of_a_query_must_match()
    {
        JournalEntry first = JournalSamples.Entry("HighCPU", Noon);
        JournalEntry second = JournalSamples.Entry("HighMemory", Noon.AddMinutes(1));
        await AppendAsync(
        [
            first with { Alerts = [first.Alerts[0] with { Severity = "critical", Fingerprint = "f1" }] },
            second with { Protocol = "Alertmanager", Alerts = [second.Alerts[0] with { Status = "firing" }, second.Alerts[0] with { Name = "Other", Status = "resolved" }] },
        ]);

        Assert.Equal(["HighCPU", "HighMemory", "Other"], await NamesAsync(AlertQuery.All));
        Assert.Equal(["HighCPU", "HighMemory"], await NamesAsync(new() { Name = "high*" }));
        Assert.Equal(["HighCPU"], await NamesAsync(new() { Name = "h*", Status = "alarm" }));
        Assert.Equal(["HighMemory", "Other"], await NamesAsync(new() { Protocol = "ALERTMANAGER" }));
        Assert.Equal(["Other"], await NamesAsync(new() { Status = "re?olved" }));
        Assert.Equal(["HighCPU"], await NamesAsync(new() { Severity = "crit*" }));
        Assert.Equal(["HighCPU"], await NamesAsync(new() { Fingerprint = "F1" }));
        Assert.Equal(["HighCPU", "HighMemory", "Other"], await NamesAsync(new() { Fingerprint = "*" }));
        Assert.Equal(["HighMemory", "Other"], await NamesAsync(new() { Since = Noon.AddMinutes(1) }));
        Assert.Equal(["HighCPU"], await NamesAsync(new() { Until = Noon.AddMinutes(1) }));
        Assert.Empty(await NamesAsync(new() { Since = Noon, Until = Noon.AddMinutes(2), Name = "High" }));
    }

    [Fact]
    public async Task Rotated_compressed_and_active_files_are_read_oldest_first()
    {
        await AppendHoursAsync(0, 5, compress: true);
        await AppendHoursAsync(5, 5, compress: false);

        Assert.Contains(JournalSamples.RotatedNames(Path), name => name.EndsWith(".gz", StringComparison.Ordinal));
        Assert.Contains(JournalSamples.RotatedNames(Path), name => name.EndsWith(".log", StringComparison.Ordinal));
        Assert.Equal([.. JournalSamples.Names(0, 10)], await NamesAsync(AlertQuery.All));
    }

    [Fact]
    public async Task A_rotated_file_can_be_read_alone()
    {
        await AppendHoursAsync(0, 4, compress: true);
        await AppendHoursAsync(4, 2, compress: false);
        string[] rotated = JournalSamples.RotatedNames(Path);

        Assert.Equal(["0"], await JournalSamples.ReadNamesAsync(_folder.File(rotated[0])));
        Assert.Equal(["4"], await JournalSamples.ReadNamesAsync(_folder.File(rotated[4])));
        Assert.Equal(["0"], await NewestAsync(3, path: _folder.File(rotated[0])));
    }

    [Fact]
    public async Task Only_files_that_overlap_the_time_range_are_opened()
    {
        await AppendHoursAsync(0, 24, compress: false);
        var opened = new List<string>();
        var query = new AlertQuery { Since = Noon.AddHours(10), Until = Noon.AddHours(12) };

        List<string?> names = await ReadAsync(JournalReader.ReadAsync(Path, new ReadContext(query, null, opened.Add), Cancellation));

        // The name of the active file contains no times, so its first line is read.
        Assert.Equal(["10", "11"], names);
        Assert.Equal([_folder.File(JournalSamples.RotatedNames(Path)[10]), _folder.File(JournalSamples.RotatedNames(Path)[11]), Path], opened);
    }

    [Fact]
    public async Task Reading_the_active_file_ends_at_its_first_line_if_it_is_after_the_time_range()
    {
        await AppendAsync([JournalSamples.Entry(1, Noon.AddHours(5))]);

        // Damage after the first line is not reported if only the first line is read.
        await File.AppendAllTextAsync(Path, "damage\n", Cancellation);
        Assert.Empty(await NamesAsync(new() { Until = Noon.AddHours(4) }));

        await File.WriteAllTextAsync(Path, (await File.ReadAllTextAsync(Path, Cancellation)).Replace("damage\n", "", StringComparison.Ordinal), Cancellation);
        await AppendAsync([JournalSamples.Entry(2, Noon.AddHours(5).AddMinutes(-4))]);
        Assert.Equal(["2"], await NamesAsync(new() { Until = Noon.AddHours(5) }));
    }

    [Fact]
    public async Task An_incomplete_last_line_is_ignored()
    {
        await AppendAsync([JournalSamples.Entry(1)]);
        byte[] line = await File.ReadAllBytesAsync(Path, Cancellation);
        for (int length = 0; length < line.Length; length++)
        {
            await File.WriteAllBytesAsync(Path, [.. line, .. line[..length]], Cancellation);

            Assert.Equal(["1"], await NamesAsync(AlertQuery.All));
            Assert.Equal(["1"], await NewestAsync(5));
        }
    }

    [Fact]
    public async Task Damaged_lines_are_reported_and_reading_continues()
    {
        await AppendAsync([.. Enumerable.Range(0, 5).Select(number => JournalSamples.Entry(number))]);
        string[] lines = await File.ReadAllLinesAsync(Path, Cancellation);
        lines[1] = lines[1][..50];
        lines[3] = lines[3].Replace("\"alerts\"", "\"others\"", StringComparison.Ordinal);
        await File.WriteAllLinesAsync(Path, [.. lines, "null", "", "{\"id\":1}", lines[0] + "x", "{\"id\":\"\\ud800\"}"], Cancellation);

        var damaged = new List<(long Line, string Problem)>();
        List<string?> names = await ReadAsync(JournalReader.ReadAsync(Path, AlertQuery.All, (_, line, problem) => damaged.Add((line, problem)), Cancellation));
        var fromEnd = new List<long>();
        List<string?> newest = await ReadAsync(JournalReader.ReadNewestAsync(Path, AlertQuery.All, 10, (_, line, _) => fromEnd.Add(line), Cancellation));

        Assert.Equal(["0", "2", "4"], names);
        Assert.Equal([2, 4, 6, 8, 9, 10], damaged.Select(damage => damage.Line).ToArray());
        Assert.All(damaged, damage => Assert.NotEmpty(damage.Problem));
        Assert.Equal(["4", "2", "0"], newest);
        Assert.Equal([-1, -2, -3, -5, -7, -9], fromEnd.ToArray());
    }

    [Fact]
    public async Task A_truncated_compressed_file_is_reported_and_reading_continues()
    {
        await AppendHoursAsync(0, 3, compress: true);
        string first = _folder.File(JournalSamples.RotatedNames(Path)[0]);
        byte[] content = await File.ReadAllBytesAsync(first, Cancellation);
        await File.WriteAllBytesAsync(first, content[..(content.Length / 2)], Cancellation);

        var damaged = new List<string>();
        List<string?> names = await ReadAsync(JournalReader.ReadAsync(Path, AlertQuery.All, (file, _, _) => damaged.Add(file), Cancellation));

        Assert.Equal(["1", "2"], names);
        Assert.Equal(first, Assert.Single(damaged.Distinct(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task Reading_a_text_journal_is_an_error()
    {
        await using (JournalWriter journal = JournalWriter.Open(new JournalOptions { Path = Path, Format = JournalFormat.Text }, _clock, log: null))
        {
            await journal.AppendAsync(JournalSamples.Entry(1), Cancellation);
        }

        Assert.Equal("JournalIsText", (await Assert.ThrowsAsync<WebhookException>(() => NamesAsync(AlertQuery.All))).ErrorId);
        Assert.Equal("JournalIsText", (await Assert.ThrowsAsync<WebhookException>(() => NewestAsync(1))).ErrorId);
    }

    [Fact]
    public async Task A_missing_journal_is_an_error()
    {
        foreach (string path in new[] { Path, _folder.File("no/folder/webhook.log") })
        {
            WebhookException exception = await Assert.ThrowsAsync<WebhookException>(() => ReadAsync(JournalReader.ReadAsync(path, AlertQuery.All, null, Cancellation)));
            Assert.Equal("JournalNotFound", exception.ErrorId);
            Assert.Equal(WebhookErrorKind.NotFound, exception.Kind);
            Assert.Equal("JournalNotFound", (await Assert.ThrowsAsync<WebhookException>(() => NewestAsync(1, path: path))).ErrorId);
        }

        Assert.Equal("JournalPathIsNotAFile", (await Assert.ThrowsAsync<WebhookException>(() => NewestAsync(1, path: _folder.Path))).ErrorId);
    }

    [Fact]
    public async Task Rotated_files_are_read_even_if_the_active_file_is_missing()
    {
        await AppendHoursAsync(0, 3, compress: false);
        File.Delete(Path);

        Assert.Equal(["0", "1"], await NamesAsync(AlertQuery.All));
        Assert.Equal(["1", "0"], await NewestAsync(5));
    }

    [Fact]
    public async Task The_newest_alerts_are_read_newest_first_without_opening_older_files()
    {
        await AppendHoursAsync(0, 10, compress: true);
        await AppendHoursAsync(10, 10, compress: false);
        string[] rotated = JournalSamples.RotatedNames(Path);
        var opened = new List<string>();

        List<string?> names = await ReadAsync(JournalReader.ReadNewestAsync(Path, 3, new ReadContext(AlertQuery.All, null, opened.Add), Cancellation));

        Assert.Equal(["19", "18", "17"], names);
        Assert.Equal([Path, _folder.File(rotated[18]), _folder.File(rotated[17])], opened);
        Assert.Equal([.. JournalSamples.Names(0, 20).Reverse()], await NewestAsync(100));
        Assert.Equal(["5", "4"], await NewestAsync(2, new AlertQuery { Until = Noon.AddHours(6) }));
        Assert.Equal(["12"], await NewestAsync(2, new AlertQuery { Name = "12" }));
    }

    [Fact]
    public async Task The_newest_alerts_of_one_webhook_are_its_last_ones()
    {
        JournalEntry entry = JournalSamples.Entry(1);
        await AppendAsync([entry with { Alerts = [.. Enumerable.Range(0, 5).Select(number => entry.Alerts[0] with { Name = JournalSamples.Name(number) })] }]);

        Assert.Equal(["4", "3"], await NewestAsync(2));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Reading_during_writing_rotation_and_compression_returns_each_alert_once(bool compress)
    {
        const int Count = 3000;
        int acknowledged = 0;
        await using JournalWriter journal = JournalWriter.Open(
            new JournalOptions { Path = Path, MaximumSize = 65_536, Compress = compress, Durability = JournalDurability.Flushed },
            TimeProvider.System,
            log: null);
        Task writing = Task.Run(async () =>
        {
            for (int i = 0; i < Count; i++)
            {
                await journal.AppendAsync(JournalSamples.Entry(i, Noon.AddSeconds(i), padding: 2000), Cancellation);
                Volatile.Write(ref acknowledged, i + 1);
            }
        });

        int rounds = 0;
        while (!writing.IsCompleted || rounds < 3)
        {
            int before = Volatile.Read(ref acknowledged);
            List<string?> names = await NamesAsync(AlertQuery.All, orNothing: before == 0);
            Assert.True(names.Count >= before, $"{names.Count} of {before} were read.");
            Assert.Equal([.. JournalSamples.Names(0, names.Count)], names);

            before = Volatile.Read(ref acknowledged);
            List<string?> newest = await NewestAsync(200);
            Assert.True(newest.Count >= Math.Min(before, 200));
            int last = newest.Count == 0 ? -1 : int.Parse(newest[0]!, System.Globalization.CultureInfo.InvariantCulture);
            Assert.True(last + 1 >= before);
            Assert.Equal([.. JournalSamples.Names(last + 1 - newest.Count, newest.Count).Reverse()], newest);
            rounds++;
        }

        await writing;
        Assert.True(journal.Statistics.Rotations > 50);
    }

    private static async Task<List<string?>> ReadAsync(IAsyncEnumerable<WebhookAlert> alerts)
    {
        var names = new List<string?>();
        await foreach (WebhookAlert alert in alerts)
        {
            names.Add(alert.Name);
        }

        return names;
    }

    private async Task<List<string?>> NamesAsync(AlertQuery query, bool orNothing = false)
    {
        try
        {
            return await JournalSamples.ReadNamesAsync(Path, query);
        }
        catch (WebhookException exception) when (orNothing && exception.Kind == WebhookErrorKind.NotFound)
        {
            return [];
        }
    }

    private Task<List<string?>> NewestAsync(int count, AlertQuery? query = null, string? path = null) =>
        ReadAsync(JournalReader.ReadNewestAsync(path ?? Path, query ?? AlertQuery.All, count, (file, line, problem) => Assert.Fail($"{file}, line {line}: {problem}"), Cancellation));

    private async Task AppendAsync(JournalEntry[] entries)
    {
        await using JournalWriter journal = JournalWriter.Open(new JournalOptions { Path = Path }, _clock, log: null);
        foreach (JournalEntry entry in entries)
        {
            await journal.AppendAsync(entry, Cancellation);
        }
    }

    // One entry per hour and file. The last one is in the active file.
    private async Task AppendHoursAsync(int from, int count, bool compress)
    {
        await using JournalWriter journal = JournalWriter.Open(
            new JournalOptions { Path = Path, MaximumSize = 65_536, Compress = compress },
            _clock,
            log: null);
        for (int i = from; i < from + count; i++)
        {
            await journal.AppendAsync(JournalSamples.Entry(i, Noon.AddHours(i), padding: 65_000), Cancellation);
        }

        if (compress)
        {
            await JournalSamples.UntilAsync(() => JournalSamples.RotatedNames(Path) is var names
                && names.Length == from + count - 1
                && names.All(name => name.EndsWith(".gz", StringComparison.Ordinal)));
        }
    }
}
