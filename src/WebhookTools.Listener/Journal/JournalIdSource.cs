namespace WebhookTools.Listener.Journal;

/// <summary>Makes ids that sort by time and never repeat, even when the clock steps back. Safe for many threads.</summary>
public sealed class JournalIdSource
{
    /// <summary>Creates a source.</summary>
    public JournalIdSource(TimeProvider timeProvider, WebhookTools.Core.IRandomSource random) => throw new NotImplementedException();

    /// <summary>The next id.</summary>
    public string Next() => throw new NotImplementedException();
}
