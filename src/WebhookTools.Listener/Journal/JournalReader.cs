namespace WebhookTools.Listener.Journal;

/// <summary>Reads alerts from a journal: its active file, rotated and gzipped ones, oldest first, while a listener writes.</summary>
public static class JournalReader
{
    /// <summary>Reads the alerts that the query wants.</summary>
    /// <param name="path">The active file's path, as given to the listener.</param>
    /// <param name="onDamaged">Told of each line that cannot be read: file, line number, why. Reading goes on.</param>
    /// <exception cref="WebhookTools.Core.WebhookException">There is no journal at that path.</exception>
    public static IAsyncEnumerable<WebhookAlert> ReadAsync(string path, AlertQuery query, Action<string, long, string>? onDamaged, CancellationToken cancellationToken) => throw new NotImplementedException();
}
