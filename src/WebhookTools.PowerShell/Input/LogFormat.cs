namespace WebhookTools.PowerShell.Input;

/// <summary>How a listener's log is written.</summary>
public enum LogFormat
{
    /// <summary>One JSON object per line.</summary>
    Json,

    /// <summary>Indented blocks between markers, for people and legacy monitors.</summary>
    Text,
}
