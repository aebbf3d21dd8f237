using System.Globalization;
using System.Text;
using WebhookTools.Core;
using WebhookTools.Core.Alerts;
using WebhookTools.Listener.Journal;
using WebhookTools.Listener.Journal.Reading;
using WebhookTools.Tests;

namespace WebhookTools.Listener.Tests.Journal;

/// <summary>Entries and helpers for journal tests.</summary>
internal static class JournalSamples
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    public static ManualTimeProvider Clock() => new(Noon);

    /// <summary>Creates an entry with one alert. Without padding, its line has about 300 bytes.</summary>
    public static JournalEntry Entry(string name, DateTimeOffset? receivedAt = null, int padding = 0)
    {
        string body = $$"""{"alarm_name": "{{name}}", "state": "ALARM", "padding": "{{new string('x', padding)}}"}""";
        return Entry(name, Encoding.UTF8.GetBytes(body), isJson: true, receivedAt ?? Noon);
    }

    public static JournalEntry Entry(string name, byte[] body, bool isJson, DateTimeOffset receivedAt) => new()
    {
        Id = name,
        ReceivedAt = receivedAt,
        Protocol = "Monasca",
        Path = "/",
        Remote = "127.0.0.1",
        Signature = "not-required",
        Headers = [new("Content-Type", "application/json")],
        Alerts = [new WebhookAlert { Id = name + ".0", ReceivedAt = receivedAt, Protocol = "Monasca", Name = name, Status = "ALARM" }],
        Body = body,
        IsJson = isJson,
    };

    public static JournalEntry Entry(int number, DateTimeOffset? receivedAt = null, int padding = 0) =>
        Entry(Name(number), receivedAt, padding);

    public static string Name(int number) => number.ToString(CultureInfo.InvariantCulture);

    public static IEnumerable<string> Names(int from, int count) => Enumerable.Range(from, count).Select(Name);

    public static async Task<List<WebhookAlert>> ReadAsync(string path, AlertQuery? query = null)
    {
        var alerts = new List<WebhookAlert>();
        await foreach (WebhookAlert alert in JournalReader.ReadAsync(
            path,
            query ?? AlertQuery.All,
            (file, line, problem) => Assert.Fail($"{file}, line {line}: {problem}"),
            TestContext.Current.CancellationToken))
        {
            alerts.Add(alert);
        }

        return alerts;
    }

    public static async Task<List<string?>> ReadNamesAsync(string path, AlertQuery? query = null) =>
        [.. (await ReadAsync(path, query)).Select(alert => alert.Name)];

    /// <summary>Returns the names of the rotated files in order.</summary>
    public static string[] RotatedNames(string path) =>
        [.. Directory.EnumerateFiles(Path.GetDirectoryName(path)!, "*Z.log*").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    public static async Task<WebhookException> FailsAsync(ValueTask append) =>
        await Assert.ThrowsAsync<WebhookException>(append.AsTask);

    /// <summary>Waits, with a limit, for a background thread that signals no event.</summary>
    public static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, limit.Token);
        }
    }
}
