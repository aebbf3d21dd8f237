namespace WebhookTools.Listener.Protocols;

/// <summary>
/// Any JSON, on <c>/hook</c>, <c>/hooks/{name}</c> and every path that the operator adds.
/// It has no fingerprint: nothing is ever taken for a repeat.
/// </summary>
internal sealed class GenericProtocol : WebhookProtocol
{
    public const string ProtocolName = "generic";

    public override string Name => ProtocolName;

    public override IReadOnlyList<string> Paths { get; } = ["/hook", "/hooks/*"];

    public override bool HasFingerprints => false;

    public override WebhookReading Read(WebhookRequest request)
    {
        string error = GenericBody.TryRead(request.Body, out IReadOnlyList<GenericMembers> items);
        if (error.Length > 0)
        {
            return WebhookReading.BadRequest(error);
        }

        var alerts = new WebhookAlert[items.Count];
        for (int number = 0; number < alerts.Length; number++)
        {
            GenericMembers item = items[number];
            alerts[number] = new WebhookAlert
            {
                Id = request.AlertId(number),
                ReceivedAt = request.ReceivedAt,
                Protocol = Name,
                Name = item.Name,
                Status = item.Status,
                Severity = item.Severity,
                Summary = item.Summary,
            };
        }

        return WebhookReading.Accepted(AcceptedReply.Of(request.Id), alerts);
    }
}
