using System.Diagnostics.Metrics;
using System.Text.Json;
using WebhookTools.Core.Alerts;
using WebhookTools.Listener.Messages;
using WebhookTools.Listener.Metrics;

namespace WebhookTools.Listener.Protocols;

/// <summary>Alertmanager's webhook, version 4, with the responses and metrics of OnCallM.</summary>
internal sealed class AlertmanagerProtocol : WebhookProtocol
{
    public const string ProtocolName = "alertmanager";

    private const string UserAgentPrefix = "Alertmanager/";

    private const string UnknownNamespace = "Unknown";
    private const string AlertNameLabel = "alertname";
    private const string Firing = "firing";

    private static readonly WebhookResponse InvalidFormat = WebhookResponse.Detail(400, "Invalid alert format");
    private static readonly WebhookResponse NotReady = StandardResponses.Unavailable("Service not initialised");

    private readonly Counter<long> _requests;
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _errors;

    public AlertmanagerProtocol(ProtocolContext context)
    {
        // OnCallM's names, so that its dashboards go on working.
        var advice = new InstrumentAdvice<double> { HistogramBucketBoundaries = ListenerMetrics.DurationBounds };
        _requests = context.Meter.CreateCounter<long>("oncallm_webhook_requests", description: "Requests to Alertmanager's webhook.");
        _duration = context.Meter.CreateHistogram("oncallm_webhook_duration", "s", "Duration of requests to Alertmanager's webhook.", tags: null, advice);
        _errors = context.Meter.CreateCounter<long>("oncallm_webhook_errors", description: "Requests to Alertmanager's webhook that were not accepted.");
    }

    public override string Name => ProtocolName;

    public override IReadOnlyList<string> Paths { get; } = ["/webhook"];

    /// <summary>False: each notification groups alerts anew, and its links name the Alertmanager and the Prometheus of several that sent it.</summary>
    public override bool RepeatsBodies => false;

    public override WebhookResponse Unavailable => NotReady;

    /// <summary>True if Alertmanager sent a webhook. It gives up after any 4xx, and retries after a 5xx.</summary>
    public static bool IsSender(string userAgent) => userAgent.StartsWith(UserAgentPrefix, StringComparison.OrdinalIgnoreCase);

    public override WebhookReading Read(IncomingWebhook webhook)
    {
        using JsonDocument? document = JsonBody.TryParse(webhook.Body, out string error);
        if (document is null)
        {
            return WebhookReading.Rejected(InvalidFormat, error);
        }

        try
        {
            return TryReadAlerts(webhook, document.RootElement, out List<WebhookAlert> alerts, out string reason)
                ? WebhookReading.Accepted(Accepted(webhook, alerts), alerts)
                : WebhookReading.Rejected(InvalidFormat, reason);
        }
        catch (InvalidOperationException)
        {
            return WebhookReading.Rejected(InvalidFormat, "a string contains a lone surrogate");
        }
    }

    public override void OnResponded(int status, TimeSpan elapsed)
    {
        _requests.Add(1);
        _duration.Record(elapsed.TotalSeconds);
        if (status >= 400)
        {
            _errors.Add(1);
        }
    }

    private static bool TryReadAlerts(IncomingWebhook webhook, JsonElement body, out List<WebhookAlert> alerts, out string reason)
    {
        alerts = [];
        reason = string.Empty;
        if (body.ValueKind != JsonValueKind.Object || !body.TryGetProperty("alerts", out JsonElement items) || items.ValueKind != JsonValueKind.Array)
        {
            reason = "the body has no 'alerts' array";
            return false;
        }

        string? groupStatus = JsonMembers.Text(body, "status");
        foreach (JsonElement item in items.EnumerateArray())
        {
            if (TryReadAlert(webhook, item, alerts.Count, groupStatus) is not { } alert)
            {
                reason = $"the alert at index {alerts.Count} has no 'labels' object of strings with an 'alertname'";
                return false;
            }

            alerts.Add(alert);
        }

        return true;
    }

    private static WebhookAlert? TryReadAlert(IncomingWebhook webhook, JsonElement item, int index, string? groupStatus)
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
            Id = webhook.AlertId(index),
            ReceivedAt = webhook.ReceivedAt,
            Protocol = ProtocolName,
            Name = name,
            Status = status,
            Severity = labels.GetValueOrDefault("severity"),
            Fingerprint = string.IsNullOrEmpty(fingerprint) ? AlertFingerprint.Of(labels) : fingerprint,
            Summary = FirstOf(annotations, "summary", "description", "message"),
            Labels = labels,
            Annotations = annotations,
            StartsAt = KnownTime(JsonMembers.Time(item, "startsAt")),

            // Until an alert is resolved, its end is a guess that moves with every evaluation.
            EndsAt = string.Equals(status, Firing, StringComparison.OrdinalIgnoreCase) ? null : KnownTime(JsonMembers.Time(item, "endsAt")),
        };
    }

    /// <summary>Reads an object of strings. Null if it is missing or contains another value.</summary>
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

    /// <summary>Alertmanager writes the year 1 for an unknown time.</summary>
    private static DateTimeOffset? KnownTime(DateTimeOffset? time) => time?.UtcDateTime.Year > 1 ? time : null;

    private static WebhookResponse Accepted(IncomingWebhook webhook, List<WebhookAlert> alerts) => WebhookResponse.Json(200, writer =>
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
            writer.WriteString("report_url", webhook.ReportUri(alert.Fingerprint!));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });
}
