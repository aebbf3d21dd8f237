using WebhookTools.Core.Alerts;
using WebhookTools.Listener.Journal;

namespace WebhookTools.Listener.Hosting;

/// <summary>What the server asks of a journal, so that a test can let it fail.</summary>
internal interface IJournal : IAsyncDisposable
{
    /// <summary>Whether webhooks can be kept now.</summary>
    bool IsHealthy { get; }

    /// <summary>What the journal counted, or null where it does not count.</summary>
    JournalStatistics? Statistics { get; }

    /// <summary>A new id, later in order than all before it.</summary>
    string NextId();

    /// <summary>Keeps an entry; completes when it is as durable as was promised.</summary>
    /// <exception cref="WebhookTools.Core.WebhookException">It could not be kept, and nothing of it is.</exception>
    ValueTask AppendAsync(JournalEntry entry);

    /// <summary>Closes it after a start that failed: it leaves no file that was not there before, unless something was kept.</summary>
    ValueTask RollbackAsync();

    /// <summary>The newest alerts that were kept since a time, newest first; none where the journal's format cannot be read back.</summary>
    IAsyncEnumerable<WebhookAlert> ReadNewestAsync(DateTimeOffset since, int count, CancellationToken cancellationToken);
}
