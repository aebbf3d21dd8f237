namespace WebhookTools.Listener;

/// <summary>How much a log entry matters.</summary>
public enum ListenerLogLevel
{
    /// <summary>For whoever looks for a cause.</summary>
    Debug,

    /// <summary>As it should be.</summary>
    Information,

    /// <summary>Something was refused or put right.</summary>
    Warning,

    /// <summary>Something does not work.</summary>
    Error,
}
