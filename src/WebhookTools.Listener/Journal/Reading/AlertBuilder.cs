using WebhookTools.Core.Alerts;

namespace WebhookTools.Listener.Journal.Reading;

/// <summary>Collects the members of an alert while its journal line is read.</summary>
internal sealed class AlertBuilder
{
    private static readonly Dictionary<string, string> NoMembers = new(StringComparer.Ordinal);

    public string? Id { get; set; }

    public string? Event { get; set; }

    public string? Name { get; set; }

    public string? Status { get; set; }

    public string? Severity { get; set; }

    public string? Fingerprint { get; set; }

    public string? Summary { get; set; }

    public Dictionary<string, string>? Labels { get; set; }

    public Dictionary<string, string>? Annotations { get; set; }

    public DateTimeOffset? StartsAt { get; set; }

    public DateTimeOffset? EndsAt { get; set; }

    /// <summary>Creates the alert from its own members and those of its line.</summary>
    public WebhookAlert Build(string lineId, int index, DateTimeOffset receivedAt, string protocol, string? lineEvent, OriginalWebhook webhook) => new()
    {
        Id = Id ?? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{lineId}.{index}"),
        ReceivedAt = receivedAt,
        Protocol = protocol,
        Event = Event ?? lineEvent,
        Name = Name,
        Status = Status,
        Severity = Severity,
        Fingerprint = Fingerprint,
        Summary = Summary,
        Labels = Labels ?? NoMembers,
        Annotations = Annotations ?? NoMembers,
        StartsAt = StartsAt,
        EndsAt = EndsAt,
        Webhook = webhook,
    };
}
