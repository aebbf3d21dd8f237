namespace WebhookTools.Listener.Journal.Reading;

/// <summary>Applies an <see cref="AlertQuery"/> to a journal line, in the order of the line's members.</summary>
internal sealed class AlertFilter(AlertQuery query)
{
    public bool Matches(DateTimeOffset receivedAt) =>
        (query.Since is null || receivedAt >= query.Since) && (query.Until is null || receivedAt < query.Until);

    public bool MatchesProtocol(string? protocol) => Matches(query.Protocol, protocol);

    public bool Matches(AlertBuilder alert) =>
        Matches(query.Name, alert.Name)
        && Matches(query.Status, alert.Status)
        && Matches(query.Severity, alert.Severity)
        && Matches(query.Fingerprint, alert.Fingerprint);

    private static bool Matches(string? pattern, string? value) => pattern is null || Wildcard.Matches(pattern, value);
}
