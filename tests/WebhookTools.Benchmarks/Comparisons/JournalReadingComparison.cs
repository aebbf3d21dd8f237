using System.Globalization;
using System.Text.Json;
using WebhookTools.Benchmarks.Measuring;
using WebhookTools.Benchmarks.Reporting;
using WebhookTools.Core.Alerts;
using WebhookTools.Listener;
using WebhookTools.Listener.Journal;
using WebhookTools.Listener.Journal.Writing;

namespace WebhookTools.Benchmarks.Comparisons;

/// <summary>The number of bytes that are read to find the alerts of one hour in a large journal.</summary>
internal sealed class JournalReadingComparison : Comparison
{
    private const double MiB = 1 << 20;
    private const int FileSize = 16 << 20;
    private const string Ours = "Get-WebhookAlert -Since … -Until …";
    private const string Grep = "grep over all files";

    private static readonly DateTimeOffset Beginning = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Figure Seconds = new("seconds", "N3");
    private static readonly Figure Read = new("MiB read", "N1");
    private static readonly Figure Found = new("alerts found", "N0");

    public override string Name => "reading";

    public override string Title => "Reading one hour of a journal of many files";

    public override IReadOnlyList<string> Tools => ["grep"];

    public override async Task<Section> MeasureAsync(Workbench bench)
    {
        string path = Path.Combine(bench.NewFolder(Name), JournalTally.ActiveName);
        int files = bench.Pick(64, 10);
        try
        {
            return await MeasureAsync(bench, path, files);
        }
        finally
        {
            // A gigabyte must not be left behind.
            Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        }
    }

    private static async Task<Section> MeasureAsync(Workbench bench, string path, int files)
    {
        await WriteAsync(path, files, bench.Cancellation);
        FileInfo[] all = new DirectoryInfo(Path.GetDirectoryName(path)!).GetFiles("webhook*.log");

        // An hour in the middle. Each file covers about an hour, with other boundaries.
        DateTimeOffset since = Beginning.AddHours((files / 2) + 0.3);
        DateTimeOffset until = since.AddHours(1);
        double overlapping = all.Where(file => Overlaps(file.Name, since, until)).Sum(file => file.Length) / MiB;
        int overlappingCount = all.Count(file => Overlaps(file.Name, since, until));
        Command script = Workbench.Pwsh(
            "-File", Workbench.Peer("read-journal.ps1"), "-Module", bench.Module, "-LogPath", path, "-Since", Text(since), "-Until", Text(until));
        Command grep = new("grep", ["-hcE", $"\"receivedAt\":\"({since:yyyy-MM-dd'T'HH}|{until:yyyy-MM-dd'T'HH})", .. all.Select(file => file.FullName)]) { IsSilent = true };
        var results = new Results();
        await bench.TakeTurnsAsync(bench.Runs, [(Ours, ReadAsync), (Grep, SearchAsync)]);
        return new Section
        {
            Notes =
            [
                FormattableString.Invariant($"{all.Length} files, {all.Sum(file => file.Length) / MiB:N0} MiB in total. {overlappingCount} files, {overlapping:N1} MiB, overlap the requested hour. The bytes read are the kernel's count for the pwsh process. grep finds lines of the two clock hours, not alerts."),
            ],
            Commands = [bench.Show(script)],
            Results = results,
            Bars =
            [
                Bar.AtMost("reading one hour, bytes read : size of the files that overlap it", results.Median(Ours, Read) / overlapping, 1.01, "0.00 ×"),
            ],
        };

        async Task ReadAsync()
        {
            JsonElement run = JsonElement.Parse(await script.ReadAsync(bench.Cancellation));
            results.Add(Ours, Seconds, run.GetProperty("seconds").GetDouble());
            results.Add(Ours, Read, run.GetProperty("bytes").GetInt64() / MiB);
            results.Add(Ours, Found, run.GetProperty("alerts").GetInt64());
        }

        async Task SearchAsync() => results.Add(Grep, Seconds, (await grep.TimeAsync(bench.Cancellation)).TotalSeconds);
    }

    private static string Text(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Whether the times in a rotated file's name, <c>….20260101T000000Z-20260101T010000Z.log</c>, touch the time between.</summary>
    private static bool Overlaps(string name, DateTimeOffset since, DateTimeOffset until)
    {
        string[] parts = name.Split('.');
        if (parts.Length < 4)
        {
            // The active file may contain the most recent alerts.
            return true;
        }

        DateTimeOffset[] times = [.. parts[2].Split('-').Select(time => DateTimeOffset.ParseExact(time, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal))];
        return times[0] < until && times[1].AddSeconds(1) > since;
    }

    private static async Task WriteAsync(string path, int files, CancellationToken cancellationToken)
    {
        var options = new JournalOptions { Path = path, MaximumSize = FileSize, RotateDaily = false, Durability = JournalDurability.Flushed };
        await using JournalWriter journal = JournalWriter.Open(options, TimeProvider.System, log: null);
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(new { alarm_name = "fire alarm", state = "ALARM", message = new string('x', 400) });
        TimeSpan step = TimeSpan.FromHours(1) / (FileSize / 1024);
        for (int number = 0; journal.Statistics.Rotations < files; number++)
        {
            DateTimeOffset receivedAt = Beginning + (step * number);
            string id = number.ToString("D26", CultureInfo.InvariantCulture);
            await journal.AppendAsync(
                new JournalEntry
                {
                    Id = id,
                    ReceivedAt = receivedAt,
                    Protocol = "monasca",
                    Path = "/",
                    Remote = "127.0.0.1",
                    Signature = "not-required",
                    Headers = [new("Content-Type", "application/json")],
                    Alerts = [new WebhookAlert { Id = id + ".0", ReceivedAt = receivedAt, Protocol = "monasca", Name = "fire alarm", Status = "ALARM", Fingerprint = id, Summary = new string('x', 200) }],
                    Body = body,
                    IsJson = true,
                },
                cancellationToken);
        }
    }
}
