namespace WebhookTools.Listener.Journal;

/// <summary>How the log is written.</summary>
public enum JournalFormat
{
    /// <summary>One JSON object per line. Only this one can be read back.</summary>
    Json,

    /// <summary>
    /// Bodies, indented by two, between the marker lines of Monasca's sample receiver, for people and legacy monitors.
    /// The markers stand alone on their lines; no time and no level stands before them.
    /// </summary>
    Text,
}
