using System.Text.Json;
using Microsoft.AspNetCore.Http;
using WebhookTools.Core.Alerts;
using WebhookTools.Listener.Hosting;

namespace WebhookTools.Listener.Protocols;

/// <summary>
/// Monasca's webhook notifications, as its two sample receivers take them: <c>POST /</c> answers the text OK,
/// <c>POST /openstack/alerts</c> answers JSON. Hand-made tests send text for metrics and for the time: both are accepted.
/// </summary>
internal sealed class MonascaProtocol : WebhookProtocol
{
    public const string ProtocolName = "monasca";

    private const string HookPath = "/openstack/alerts";

    private static readonly Reply LogReply = Reply.Text(StatusCodes.Status200OK, "OK");
    private static readonly Reply HookReply = Reply.Json(StatusCodes.Status200OK, """{"message":"Monasca Hook received!"}"""u8.ToArray());

    public override string Name => ProtocolName;

    public override IReadOnlyList<string> Paths { get; } = ["/", HookPath];

    public override WebhookReading Read(WebhookRequest request)
    {
        using JsonDocument? document = JsonBody.TryParseObject(request.Body, out string error);
        if (document is null)
        {
            return WebhookReading.BadRequest(error);
        }

        try
        {
            Reply reply = request.Path.TrimEnd('/').EndsWith(HookPath, StringComparison.Ordinal) ? HookReply : LogReply;
            return WebhookReading.Accepted(reply, [AlertOf(request, document.RootElement)]);
        }
        catch (InvalidOperationException)
        {
            return WebhookReading.BadRequest(JsonBody.HalfSurrogate);
        }
    }

    private static WebhookAlert AlertOf(WebhookRequest request, JsonElement body) => new()
    {
        Id = request.AlertId(0),
        ReceivedAt = request.ReceivedAt,
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

    /// <summary>The dimensions of all metrics; where two say different things, the first.</summary>
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
