namespace WebhookTools.Listener.Journal;

/// <summary>Appends to a journal. One process owns a journal at a time. Safe for many threads; concurrent appends share one write and one flush.</summary>
public sealed class JournalWriter : IAsyncDisposable
{
    private JournalWriter()
    {
    }

    /// <summary>Whether the last append could be made durable.</summary>
    public bool IsHealthy => throw new NotImplementedException();

    /// <summary>Why it is not healthy, or null.</summary>
    public string? Problem => throw new NotImplementedException();

    /// <summary>Opens a journal: takes its lock, cuts back a torn tail and reports it.</summary>
    /// <exception cref="WebhookTools.Core.WebhookException">Another process owns it, or its folder cannot be written.</exception>
    public static JournalWriter Open(JournalOptions options, TimeProvider timeProvider, Action<ListenerLogEntry>? log) => throw new NotImplementedException();

    /// <summary>Appends an entry. When the task completes it is as durable as the options promise.</summary>
    /// <exception cref="WebhookTools.Core.WebhookException">It could not be made durable (kind <c>WriteFailed</c>), and nothing of it is in the journal.</exception>
    public ValueTask AppendAsync(JournalEntry entry, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Writes what is waiting, and gives the journal up.</summary>
    public ValueTask DisposeAsync() => throw new NotImplementedException();
}
