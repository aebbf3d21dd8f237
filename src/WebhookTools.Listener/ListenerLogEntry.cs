namespace WebhookTools.Listener;

/// <summary>Something that an operator should know. Secrets are masked.</summary>
/// <param name="Level">How much it matters.</param>
/// <param name="Time">When it was.</param>
/// <param name="EventId">Stable and searchable, as <c>SignatureRefused</c>.</param>
/// <param name="Message">One sentence.</param>
public sealed record ListenerLogEntry(ListenerLogLevel Level, DateTimeOffset Time, string EventId, string Message);
