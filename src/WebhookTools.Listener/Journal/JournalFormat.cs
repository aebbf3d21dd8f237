namespace WebhookTools.Listener.Journal;

/// <summary>How the log is written.</summary>
public enum JournalFormat
{
    /// <summary>One JSON object per line.</summary>
    Json,

    /// <summary>Indented blocks between markers, for people and legacy monitors.</summary>
    Text,
}
