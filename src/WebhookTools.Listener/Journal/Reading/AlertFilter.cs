namespace WebhookTools.Listener.Journal.Reading;

/// <summary>Decides which alerts an <see cref="AlertQuery"/> wants, in the order in which a journal line tells of them.</summary>
internal sealed class AlertFilter(AlertQuery query)
{
    /// <summary>Whether a line that was received then may hold such alerts.</summary>
    public bool Wants(DateTimeOffset receivedAt) =>
        (query.Since is null || receivedAt >= query.Since) && (query.Until is null || receivedAt < query.Until);

    /// <summary>Whether a line of that protocol may hold such alerts.</summary>
    public bool WantsProtocol(string? protocol) => Holds(query.Protocol, protocol);

    /// <summary>Whether an alert of such a line is wanted.</summary>
    public bool Wants(AlertBuilder alert) =>
        Holds(query.Name, alert.Name)
        && Holds(query.Status, alert.Status)
        && Holds(query.Severity, alert.Severity)
        && Holds(query.Fingerprint, alert.Fingerprint);

    private static bool Holds(string? pattern, string? value) => pattern is null || Wildcard.Matches(pattern, value);
}
