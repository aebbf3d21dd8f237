using System.Text.Json;
using Microsoft.AspNetCore.Http;
using WebhookTools.Core.Alerts;
using WebhookTools.Core.Signatures;
using WebhookTools.Listener.Hosting;

namespace WebhookTools.Listener.Protocols;

/// <summary>
/// Service hooks, as Xplenty's: dotted events (<c>job.failed</c>), named by a header or by a member of the body, which is the resource
/// as the provider's API would return it. <c>ping</c> is answered.
/// </summary>
internal sealed class ServiceHookProtocol : WebhookProtocol
{
    public const string ProtocolName = "servicehook";

    private const string PingEvent = "ping";
    private static readonly string[] EventHeaders = ["X-Hook-Event", "X-Webhook-Event", "X-Event-Type", "X-Event"];
    private static readonly string[] EventMembers = ["event", "event_type", "type"];
    private static readonly string[] IdHeaders = ["X-Webhook-Id", "X-Delivery-Id"];

    private static readonly Reply Pong = Reply.Detail(StatusCodes.Status200OK, "pong");

    public override string Name => ProtocolName;

    public override IReadOnlyList<string> Paths { get; } = ["/service-hooks", "/service-hooks/*"];

    public override WebhookReading Read(WebhookRequest request)
    {
        using JsonDocument? document = JsonBody.TryParseObject(request.Body, out string error);
        if (document is null)
        {
            return WebhookReading.BadRequest(error);
        }

        try
        {
            JsonElement body = document.RootElement;
            string? name = FirstHeader(request.Headers, EventHeaders) ?? FirstMember(body, EventMembers);
            return string.Equals(name, PingEvent, StringComparison.OrdinalIgnoreCase)
                ? WebhookReading.Accepted(Pong, [], name)
                : WebhookReading.Accepted(AcceptedReply.Of(request.Id), [AlertOf(request, body, name)], name);
        }
        catch (InvalidOperationException)
        {
            return WebhookReading.BadRequest(JsonBody.HalfSurrogate);
        }
    }

    private static WebhookAlert AlertOf(WebhookRequest request, JsonElement body, string? name)
    {
        // The resource is the body, or what the body says that its data is.
        JsonElement resource = body.TryGetProperty("data", out JsonElement data) && data.ValueKind == JsonValueKind.Object ? data : body;
        int dot = name?.IndexOf('.', StringComparison.Ordinal) ?? -1;
        return new WebhookAlert
        {
            Id = request.AlertId(0),
            ReceivedAt = request.ReceivedAt,
            Protocol = ProtocolName,
            Event = name,
            Name = JsonMembers.Text(resource, "name") ?? name,
            Status = JsonMembers.Text(resource, "status") ?? JsonMembers.Text(resource, "state") ?? (dot < 0 ? null : name![(dot + 1)..]),
            Fingerprint = FirstHeader(request.Headers, SignatureSchemes.IdHeaderNames) ?? FirstHeader(request.Headers, IdHeaders),
            Summary = JsonMembers.Text(resource, "summary") ?? JsonMembers.Text(resource, "message"),
        };
    }

    private static string? FirstHeader(IHeaderDictionary headers, IReadOnlyList<string> names)
    {
        foreach (string name in names)
        {
            if (headers[name].ToString() is { Length: > 0 } value)
            {
                return value;
            }
        }

        return null;
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
