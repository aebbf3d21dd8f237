using System.Text;
using System.Text.Json;
using WebhookTools.Core.Alerts;
using WebhookTools.Listener.Messages;

namespace WebhookTools.Listener.Protocols;

/// <summary>
/// GitHub's webhooks (GitHub's documentation, "Webhook events and payloads"), as JSON or as a form whose field <c>payload</c> is the
/// JSON. A header names the event, and the delivery's id is the fingerprint. The event <c>ping</c> is answered.
/// </summary>
internal sealed class GitHubProtocol : WebhookProtocol
{
    public const string ProtocolName = "github";

    private const string EventHeader = "X-GitHub-Event";
    private const string DeliveryHeader = "X-GitHub-Delivery";
    private const string FormMember = "payload";
    private const string PingEvent = "ping";

    /// <summary>The objects that an event may describe, in order of precedence, and the member that serves as the title.</summary>
    private static readonly (string Object, string Title)[] Subjects =
    [
        ("pull_request", "title"), ("issue", "title"), ("discussion", "title"), ("release", "name"), ("workflow_run", "name"), ("workflow_job", "name"),
        ("check_run", "name"), ("check_suite", "head_branch"), ("deployment_status", "environment"), ("deployment", "environment"),
        ("head_commit", "message"), ("alert", "description"),
    ];

    private static readonly WebhookResponse Pong = WebhookResponse.Detail(200, "pong");

    public override string Name => ProtocolName;

    public override IReadOnlyList<string> Paths { get; } = ["/github", "/webhook/github"];

    public override WebhookReading Read(IncomingWebhook webhook)
    {
        string name = webhook.Header(EventHeader);
        if (name.Length == 0)
        {
            return WebhookReading.BadRequest("The header X-GitHub-Event is missing.");
        }

        // A declared form without the field is read as JSON, because curl declares every body a form unless told otherwise.
        byte[]? payload = FormBody.IsDeclared(webhook) ? PayloadOf(webhook.Body) : null;
        using JsonDocument? document = JsonBody.TryParseObject(payload is null ? webhook.Body : payload, out string error);
        if (document is null)
        {
            return WebhookReading.BadRequest(error);
        }

        try
        {
            bool isPing = string.Equals(name, PingEvent, StringComparison.Ordinal);
            WebhookReading reading = isPing
                ? WebhookReading.Accepted(Pong, [], name)
                : WebhookReading.Accepted(StandardResponses.Accepted(webhook.Id), [AlertOf(webhook, name, document.RootElement)], name);
            return reading with { IsJson = payload is null };
        }
        catch (InvalidOperationException)
        {
            return WebhookReading.BadRequest(JsonBody.LoneSurrogate);
        }
    }

    private static byte[]? PayloadOf(ReadOnlyMemory<byte> form) =>
        FormBody.TryRead(form.Span)?.TryGetValue(FormMember, out string? payload) == true ? Encoding.UTF8.GetBytes(payload) : null;

    private static WebhookAlert AlertOf(IncomingWebhook webhook, string name, JsonElement body)
    {
        string? action = JsonMembers.Text(body, "action");
        string? repository = Text(body, "repository", "full_name");
        string? sender = Text(body, "sender", "login");
        string? delivery = webhook.FirstHeader(DeliveryHeader);
        (string? title, string? outcome) = SubjectOf(body);
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        AddIfKnown(labels, "repository", repository);
        AddIfKnown(labels, "sender", sender);
        AddIfKnown(labels, "action", action);
        AddIfKnown(labels, "ref", JsonMembers.Text(body, "ref"));
        AddIfKnown(labels, "delivery", delivery);
        return new WebhookAlert
        {
            Id = webhook.AlertId(0),
            ReceivedAt = webhook.ReceivedAt,
            Protocol = ProtocolName,
            Event = name,
            Name = action is null ? name : name + "." + action,
            Status = outcome ?? action,
            Severity = Text(body, "alert", "severity"),
            Fingerprint = delivery,
            Summary = string.Join(": ", new[] { repository, title }.Where(part => part is not null)) is { Length: > 0 } summary ? summary : null,
            Labels = labels,
        };
    }

    private static (string? Title, string? Outcome) SubjectOf(JsonElement body)
    {
        foreach ((string subject, string title) in Subjects)
        {
            if (body.TryGetProperty(subject, out JsonElement member) && member.ValueKind == JsonValueKind.Object)
            {
                string? text = JsonMembers.Text(member, title);
                int line = text?.IndexOf('\n', StringComparison.Ordinal) ?? -1;
                return (line < 0 ? text : text![..line], JsonMembers.Text(member, "conclusion") ?? JsonMembers.Text(member, "state"));
            }
        }

        return (null, null);
    }

    private static string? Text(JsonElement body, string parent, string name) =>
        body.TryGetProperty(parent, out JsonElement member) && member.ValueKind == JsonValueKind.Object ? JsonMembers.Text(member, name) : null;

    private static void AddIfKnown(Dictionary<string, string> labels, string name, string? value)
    {
        if (value is not null)
        {
            labels.Add(name, value);
        }
    }
}
