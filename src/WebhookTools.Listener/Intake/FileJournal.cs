using WebhookTools.Core;
using WebhookTools.Core.Alerts;
using WebhookTools.Listener.Journal;
using WebhookTools.Listener.Journal.Reading;
using WebhookTools.Listener.Journal.Writing;

namespace WebhookTools.Listener.Intake;

/// <summary>The journal on disk.</summary>
internal sealed class FileJournal : IJournal
{
    private readonly JournalOptions _options;
    private readonly JournalWriter _writer;
    private readonly JournalIdSource _ids;

    private FileJournal(JournalOptions options, JournalWriter writer, JournalIdSource ids)
    {
        _options = options;
        _writer = writer;
        _ids = ids;
    }

    public bool IsHealthy => _writer.IsHealthy;

    public JournalStatistics? Statistics => _writer.Statistics;

    public static FileJournal Open(JournalOptions options, TimeProvider timeProvider, Action<ListenerLogEntry>? log) =>
        new(options, JournalWriter.Open(options, timeProvider, log), new JournalIdSource(timeProvider, SystemRandomSource.Instance));

    public string NextId() => _ids.Next();

    // Never canceled: the entry may already be on disk when the sender disconnects.
    public ValueTask AppendAsync(JournalEntry entry) => _writer.AppendAsync(entry, CancellationToken.None);

    public IAsyncEnumerable<MarkedEntry> ReadMarksAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
        MarkReader.ReadAsync(_options.Path, since, cancellationToken);

    public IAsyncEnumerable<WebhookAlert> ReadNewestAsync(DateTimeOffset since, int count, CancellationToken cancellationToken) =>
        _options.Format == JournalFormat.Json
            ? JournalReader.ReadNewestAsync(_options.Path, new AlertQuery { Since = since }, count, onDamaged: null, cancellationToken)
            : AsyncEnumerable.Empty<WebhookAlert>();

    public ValueTask RollbackAsync() => _writer.RollbackAsync();

    public ValueTask DisposeAsync() => _writer.DisposeAsync();
}
