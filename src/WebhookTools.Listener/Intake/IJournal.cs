using WebhookTools.Core.Alerts;
using WebhookTools.Listener.Journal;
using WebhookTools.Listener.Journal.Reading;

namespace WebhookTools.Listener.Intake;

/// <summary>The journal as the intake uses it: the seam at which tests make it fail.</summary>
internal interface IJournal : IAsyncDisposable
{
    /// <summary>Whether webhooks can be stored now.</summary>
    bool IsHealthy { get; }

    /// <summary>The journal's counters, or null if it has none.</summary>
    JournalStatistics? Statistics { get; }

    /// <summary>Returns a new id that sorts after all earlier ones.</summary>
    string NextId();

    /// <summary>Adds an entry. Completes when the entry is as durable as configured.</summary>
    /// <exception cref="WebhookTools.Core.WebhookException">The entry was not stored, not even in part.</exception>
    ValueTask AppendAsync(JournalEntry entry);

    /// <summary>Closes the journal after a failed start. Removes the file if the start created it and it has no entries.</summary>
    ValueTask RollbackAsync();

    /// <summary>Reads the marks of the entries since a time, newest first. Called before the first append.</summary>
    IAsyncEnumerable<MarkedEntry> ReadMarksAsync(DateTimeOffset since, CancellationToken cancellationToken);

    /// <summary>Reads the newest alerts since a time, newest first; none if the journal's format cannot be read back.</summary>
    IAsyncEnumerable<WebhookAlert> ReadNewestAsync(DateTimeOffset since, int count, CancellationToken cancellationToken);
}
