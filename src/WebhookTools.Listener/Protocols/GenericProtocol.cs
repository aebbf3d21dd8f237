using WebhookTools.Core.Alerts;
namespace WebhookTools.Listener.Protocols;

/// <summary>
/// Any JSON, on <c>/hook</c>, <c>/hooks/{name}</c> and every path that the operator adds; and forms, since what Twilio, Slack and
/// Mandrill sign is one.
/// It has no fingerprint: nothing is ever taken for a repeat.
/// </summary>
internal sealed class GenericProtocol : WebhookProtocol
{
    public const string ProtocolName = "generic";

    private static readonly Dictionary<string, string> NoLabels = new(StringComparer.Ordinal);

    public override string Name => ProtocolName;

    public override IReadOnlyList<string> Paths { get; } = ["/hook", "/hooks/*"];

    public override bool HasFingerprints => false;

    public override WebhookReading Read(WebhookRequest request)
    {
        string error = GenericBody.TryRead(request.Body, out IReadOnlyList<GenericMembers> items);
        if (error.Length == 0)
        {
            return Accept(request, items, NoLabels);
        }

        return FormBody.IsSaid(request.Headers) && GenericForm.TryRead(request.Body, out items, out IReadOnlyDictionary<string, string> labels)
            ? Accept(request, items, labels) with { IsJson = false }
            : WebhookReading.BadRequest(error);
    }

    private static WebhookReading Accept(WebhookRequest request, IReadOnlyList<GenericMembers> items, IReadOnlyDictionary<string, string> labels)
    {
        var alerts = new WebhookAlert[items.Count];
        for (int number = 0; number < alerts.Length; number++)
        {
            GenericMembers item = items[number];
            alerts[number] = new WebhookAlert
            {
                Id = request.AlertId(number),
                ReceivedAt = request.ReceivedAt,
                Protocol = ProtocolName,
                Name = item.Name,
                Status = item.Status,
                Severity = item.Severity,
                Summary = item.Summary,
                Labels = labels,
            };
        }

        return WebhookReading.Accepted(AcceptedReply.Of(request.Id), alerts);
    }
}
