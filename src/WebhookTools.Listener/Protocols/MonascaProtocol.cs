using System.Text.Json;
using WebhookTools.Core.Alerts;
using WebhookTools.Listener.Messages;

namespace WebhookTools.Listener.Protocols;

/// <summary>
/// Monasca's webhook notifications, with the responses of its two sample receivers: the text OK on <c>/</c>, JSON on
/// <c>/openstack/alerts</c>. Hand-written tests send strings for the metrics and the time; both are accepted.
/// </summary>
internal sealed class MonascaProtocol : WebhookProtocol
{
    public const string ProtocolName = "monasca";

    private const string HookPath = "/openstack/alerts";

    private static readonly WebhookResponse LogResponse = WebhookResponse.Text(200, "OK");
    private static readonly WebhookResponse HookResponse = WebhookResponse.Json(200, """{"message":"Monasca Hook received!"}"""u8.ToArray());

    public override string Name => ProtocolName;

    public override IReadOnlyList<string> Paths { get; } = ["/", HookPath];

    public override WebhookReading Read(IncomingWebhook webhook)
    {
        using JsonDocument? document = JsonBody.TryParseObject(webhook.Body, out string error);
        if (document is null)
        {
            return WebhookReading.BadRequest(error);
        }

        try
        {
            WebhookResponse response = webhook.Path.TrimEnd('/').EndsWith(HookPath, StringComparison.Ordinal) ? HookResponse : LogResponse;
            return WebhookReading.Accepted(response, [AlertOf(webhook, document.RootElement)]);
        }
        catch (InvalidOperationException)
        {
            return WebhookReading.BadRequest(JsonBody.LoneSurrogate);
        }
    }

    private static WebhookAlert AlertOf(IncomingWebhook webhook, JsonElement body) => new()
    {
        Id = webhook.AlertId(0),
        ReceivedAt = webhook.ReceivedAt,
        Protocol = ProtocolName,
        Name = JsonMembers.Text(body, "alarm_name"u8),
        Status = JsonMembers.Text(body, "state"u8),
        Severity = JsonMembers.Text(body, "severity"u8),
        Fingerprint = JsonMembers.Text(body, "alarm_id"u8),
        Summary = JsonMembers.Text(body, "message"u8) ?? JsonMembers.Text(body, "alarm_description"u8),
        Labels = DimensionsOf(body),
        Annotations = DescriptionOf(body),
        StartsAt = JsonMembers.Time(body, "alarm_timestamp"),
    };

    /// <summary>Merges the dimensions of all metrics. The first value of a dimension wins.</summary>
    private static Dictionary<string, string> DimensionsOf(JsonElement body)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!body.TryGetProperty("metrics"u8, out JsonElement metrics) || metrics.ValueKind != JsonValueKind.Array)
        {
            return labels;
        }

        foreach (JsonElement metric in metrics.EnumerateArray())
        {
            if (metric.ValueKind == JsonValueKind.Object
                && metric.TryGetProperty("dimensions"u8, out JsonElement dimensions)
                && dimensions.ValueKind == JsonValueKind.Object)
            {
                foreach (JsonProperty dimension in dimensions.EnumerateObject())
                {
                    if (JsonMembers.Text(dimension.Value) is { } value)
                    {
                        labels.TryAdd(dimension.Name, value);
                    }
                }
            }
        }

        return labels;
    }

    private static Dictionary<string, string> DescriptionOf(JsonElement body)
    {
        var annotations = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string name in (ReadOnlySpan<string>)["alarm_description", "alarm_definition_id", "old_state", "tenant_id"])
        {
            if (JsonMembers.Text(body, name) is { } value)
            {
                annotations.Add(name, value);
            }
        }

        return annotations;
    }
}
