using System.Text.Json;
using Microsoft.AspNetCore.Http;
using WebhookTools.Core.Alerts;
using WebhookTools.Listener.Hosting;

namespace WebhookTools.Listener.Protocols;

/// <summary>Alertmanager's webhook, version 4, answered as OnCallM answers it.</summary>
internal sealed class AlertmanagerProtocol : WebhookProtocol
{
    public const string ProtocolName = "alertmanager";

    private const string UnknownNamespace = "Unknown";
    private const string AlertNameLabel = "alertname";
    private const string Firing = "firing";

    private static readonly Reply InvalidFormat = Reply.Detail(StatusCodes.Status400BadRequest, "Invalid alert format");
    private static readonly Reply NotReady = Replies.Unavailable("Service not initialised");

    public override string Name => ProtocolName;

    public override IReadOnlyList<string> Paths { get; } = ["/webhook"];

    public override Reply Unavailable => NotReady;

    public override WebhookReading Read(WebhookRequest request)
    {
        using JsonDocument? document = JsonBody.TryParse(request.Body, out string error);
        if (document is null)
        {
            return WebhookReading.Refused(InvalidFormat, error);
        }

        try
        {
            return TryReadAlerts(request, document.RootElement, out List<WebhookAlert> alerts, out string reason)
                ? WebhookReading.Accepted(Accepted(request, alerts), alerts)
                : WebhookReading.Refused(InvalidFormat, reason);
        }
        catch (InvalidOperationException)
        {
            return WebhookReading.Refused(InvalidFormat, "a text holds half of a surrogate pair");
        }
    }

    private static bool TryReadAlerts(WebhookRequest request, JsonElement body, out List<WebhookAlert> alerts, out string reason)
    {
        alerts = [];
        reason = string.Empty;
        if (body.ValueKind != JsonValueKind.Object || !body.TryGetProperty("alerts", out JsonElement items) || items.ValueKind != JsonValueKind.Array)
        {
            reason = "it has no array 'alerts'";
            return false;
        }

        string? groupStatus = JsonMembers.Text(body, "status");
        foreach (JsonElement item in items.EnumerateArray())
        {
            if (TryReadAlert(request, item, alerts.Count, groupStatus) is not { } alert)
            {
                reason = $"the alert at index {alerts.Count} has no 'labels' of text with an 'alertname'";
                return false;
            }

            alerts.Add(alert);
        }

        return true;
    }

    private static WebhookAlert? TryReadAlert(WebhookRequest request, JsonElement item, int number, string? groupStatus)
    {
        if (item.ValueKind != JsonValueKind.Object
            || TryReadTexts(item, "labels") is not { } labels
            || !labels.TryGetValue(AlertNameLabel, out string? name)
            || name.Length == 0)
        {
            return null;
        }

        Dictionary<string, string> annotations = TryReadTexts(item, "annotations") ?? new(StringComparer.Ordinal);
        string? fingerprint = JsonMembers.Text(item, "fingerprint");
        string? status = JsonMembers.Text(item, "status") ?? groupStatus;
        return new WebhookAlert
        {
            Id = request.AlertId(number),
            ReceivedAt = request.ReceivedAt,
            Protocol = ProtocolName,
            Name = name,
            Status = status,
            Severity = labels.GetValueOrDefault("severity"),
            Fingerprint = string.IsNullOrEmpty(fingerprint) ? AlertFingerprint.Of(labels) : fingerprint,
            Summary = FirstOf(annotations, "summary", "description", "message"),
            Labels = labels,
            Annotations = annotations,
            StartsAt = KnownTime(JsonMembers.Time(item, "startsAt")),
            EndsAt = string.Equals(status, Firing, StringComparison.OrdinalIgnoreCase) ? null : KnownTime(JsonMembers.Time(item, "endsAt")),
        };
    }

    /// <summary>An object of texts; null where it is missing, or holds what is no text.</summary>
    private static Dictionary<string, string>? TryReadTexts(JsonElement parent, string name)
    {
        if (!parent.TryGetProperty(name, out JsonElement members) || members.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (JsonProperty member in members.EnumerateObject())
        {
            if (JsonMembers.Text(member.Value) is not { } value)
            {
                return null;
            }

            texts[member.Name] = value;
        }

        return texts;
    }

    private static string? FirstOf(Dictionary<string, string> annotations, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (annotations.TryGetValue(name, out string? value))
            {
                return value;
            }
        }

        return null;
    }

    /// <summary>Alertmanager writes the year 1 for a time that it does not know.</summary>
    private static DateTimeOffset? KnownTime(DateTimeOffset? time) => time?.UtcDateTime.Year > 1 ? time : null;

    private static Reply Accepted(WebhookRequest request, List<WebhookAlert> alerts) => Reply.Json(StatusCodes.Status200OK, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("status", "success");
        writer.WriteString("message", "Alerts queued for analysis");
        writer.WriteStartArray("report_urls");
        foreach (WebhookAlert alert in alerts)
        {
            writer.WriteStartObject();
            writer.WriteString("fingerprint", alert.Fingerprint);
            writer.WriteString("alert_name", alert.Name);
            writer.WriteString("namespace", alert.Labels.GetValueOrDefault("namespace", UnknownNamespace));
            writer.WriteString("report_url", request.ReportAddress(alert.Fingerprint!));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });
}
