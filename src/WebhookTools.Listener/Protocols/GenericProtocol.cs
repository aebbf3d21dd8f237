using System.Text;
using WebhookTools.Core.Alerts;
using WebhookTools.Core.Masking;
using WebhookTools.Core.Signatures;
using WebhookTools.Listener.Messages;

namespace WebhookTools.Listener.Protocols;

/// <summary>
/// Any JSON on <c>/hook</c>, <c>/hooks/{name}</c> and the paths that the operator adds, and any form, because Twilio, Slack and
/// Mandrill sign forms. Its alerts have no fingerprint, so none is ever a duplicate.
/// </summary>
internal sealed class GenericProtocol : WebhookProtocol
{
    public const string ProtocolName = "generic";

    private const int MaximumLabels = 64;
    private const int MaximumLabelLength = 1024;

    private static readonly Dictionary<string, string> NoLabels = new(StringComparer.Ordinal);

    public override string Name => ProtocolName;

    public override IReadOnlyList<string> Paths { get; } = ["/hook", "/hooks/*"];

    public override IEnumerable<string> GetPaths(ListenerOptions options) => base.GetPaths(options).Concat(options.Paths);

    public override WebhookReading Read(IncomingWebhook webhook)
    {
        string error = GenericBody.TryRead(webhook.Body, out IReadOnlyList<GenericMembers> items);
        if (error.Length == 0)
        {
            return Accept(webhook, items, NoLabels);
        }

        return FormBody.IsDeclared(webhook) && FormBody.TryRead(webhook.Body.Span) is { } fields
            ? ReadForm(webhook, fields) with { IsJson = false }
            : WebhookReading.BadRequest(error);
    }

    /// <summary>
    /// Reads a form. The first field that is JSON (Mandrill's <c>mandrill_events</c>, Slack's <c>payload</c>) is read like a JSON
    /// body; without one, the fields themselves describe the alert. Short fields become labels.
    /// </summary>
    private static WebhookReading ReadForm(IncomingWebhook webhook, Dictionary<string, string> fields)
    {
        IReadOnlyList<GenericMembers> items = [];
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        var members = new GenericMembers();
        foreach ((string name, string value) in fields)
        {
            if (items.Count == 0 && value is ['{' or '[', ..] && GenericBody.TryRead(Encoding.UTF8.GetBytes(value), out IReadOnlyList<GenericMembers> found).Length == 0)
            {
                items = found;
                continue;
            }

            if (value.Length > MaximumLabelLength || labels.Count == MaximumLabels)
            {
                continue;
            }

            labels[name] = SecretNames.IsSecret(name) ? WebhookSecret.Mask : value;
            if (GenericMembers.TryFind(Encoding.UTF8.GetBytes(name), out int kind, out int rank))
            {
                members.Take(kind, rank, value);
            }
        }

        return Accept(webhook, items.Count == 0 ? [members] : items, labels);
    }

    private static WebhookReading Accept(IncomingWebhook webhook, IReadOnlyList<GenericMembers> items, Dictionary<string, string> labels)
    {
        var alerts = new WebhookAlert[items.Count];
        for (int index = 0; index < alerts.Length; index++)
        {
            GenericMembers item = items[index];
            alerts[index] = new WebhookAlert
            {
                Id = webhook.AlertId(index),
                ReceivedAt = webhook.ReceivedAt,
                Protocol = ProtocolName,
                Name = item.Name,
                Status = item.Status,
                Severity = item.Severity,
                Summary = item.Summary,
                Labels = labels,
            };
        }

        return WebhookReading.Accepted(StandardResponses.Accepted(webhook.Id), alerts);
    }
}
