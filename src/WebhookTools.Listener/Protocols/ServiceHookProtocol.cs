using System.Text.Json;
using WebhookTools.Core.Alerts;
using WebhookTools.Core.Signatures;
using WebhookTools.Listener.Messages;

namespace WebhookTools.Listener.Protocols;

/// <summary>
/// Service hooks such as Xplenty's. A header or a member of the body names the event, as <c>job.failed</c>; the body is the resource
/// as the provider's API returns it. The event <c>ping</c> is answered and contains no alert.
/// </summary>
internal sealed class ServiceHookProtocol : WebhookProtocol
{
    public const string ProtocolName = "servicehook";

    private const string PingEvent = "ping";
    private static readonly string[] EventHeaders = ["X-Hook-Event", "X-Webhook-Event", "X-Event-Type", "X-Event"];
    private static readonly string[] EventMembers = ["event", "event_type", "type"];
    private static readonly string[] IdHeaders = [.. SignatureSchemes.IdHeaderNames, "X-Webhook-Id", "X-Delivery-Id"];

    private static readonly WebhookResponse Pong = WebhookResponse.Detail(200, "pong");

    public override string Name => ProtocolName;

    public override IReadOnlyList<string> Paths { get; } = ["/service-hooks", "/service-hooks/*"];

    public override WebhookReading Read(IncomingWebhook webhook)
    {
        using JsonDocument? document = JsonBody.TryParseObject(webhook.Body, out string error);
        if (document is null)
        {
            return WebhookReading.BadRequest(error);
        }

        try
        {
            JsonElement body = document.RootElement;
            string? name = webhook.FirstHeader(EventHeaders) ?? FirstMember(body, EventMembers);
            return string.Equals(name, PingEvent, StringComparison.OrdinalIgnoreCase)
                ? WebhookReading.Accepted(Pong, [], name)
                : WebhookReading.Accepted(StandardResponses.Accepted(webhook.Id), [AlertOf(webhook, body, name)], name);
        }
        catch (InvalidOperationException)
        {
            return WebhookReading.BadRequest(JsonBody.LoneSurrogate);
        }
    }

    private static WebhookAlert AlertOf(IncomingWebhook webhook, JsonElement body, string? name)
    {
        // The resource is the body, or its member data.
        JsonElement resource = body.TryGetProperty("data", out JsonElement data) && data.ValueKind == JsonValueKind.Object ? data : body;
        int dot = name?.IndexOf('.', StringComparison.Ordinal) ?? -1;
        return new WebhookAlert
        {
            Id = webhook.AlertId(0),
            ReceivedAt = webhook.ReceivedAt,
            Protocol = ProtocolName,
            Event = name,
            Name = JsonMembers.Text(resource, "name") ?? name,
            Status = JsonMembers.Text(resource, "status") ?? JsonMembers.Text(resource, "state") ?? (dot < 0 ? null : name![(dot + 1)..]),
            Fingerprint = webhook.FirstHeader(IdHeaders),
            Summary = JsonMembers.Text(resource, "summary") ?? JsonMembers.Text(resource, "message"),
        };
    }

    private static string? FirstMember(JsonElement body, string[] names)
    {
        foreach (string name in names)
        {
            if (body.TryGetProperty(name, out JsonElement member) && member.ValueKind == JsonValueKind.String)
            {
                return member.GetString();
            }
        }

        return null;
    }
}
