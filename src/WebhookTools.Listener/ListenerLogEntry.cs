namespace WebhookTools.Listener;

/// <summary>A message to the operator. Secrets are masked.</summary>
/// <param name="Level">The severity.</param>
/// <param name="Time">The time of the event.</param>
/// <param name="EventId">A stable, searchable id, such as <c>SignatureRefused</c>.</param>
/// <param name="Message">The message: one sentence.</param>
public sealed record ListenerLogEntry(ListenerLogLevel Level, DateTimeOffset Time, string EventId, string Message);

/// <summary>The severity of a log entry.</summary>
public enum ListenerLogLevel
{
    /// <summary>Details for finding a cause.</summary>
    Debug,

    /// <summary>Normal operation.</summary>
    Information,

    /// <summary>A request was rejected, or a problem was corrected.</summary>
    Warning,

    /// <summary>An operation failed.</summary>
    Error,
}
