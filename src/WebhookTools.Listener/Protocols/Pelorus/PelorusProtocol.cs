using System.Text.Json;
using WebhookTools.Core.Alerts;
using WebhookTools.Core.Signatures;
using WebhookTools.Listener.Messages;

namespace WebhookTools.Listener.Protocols.Pelorus;

/// <summary>
/// Pelorus' webhook exporter: the events committime, deploytime, failure and ping, with Pelorus' order of checks and its responses.
/// Its documentation names the path <c>/webhook/pelorus</c>, its code <c>/pelorus/webhook</c>; both are served.
/// </summary>
internal sealed class PelorusProtocol(ProtocolContext context) : WebhookProtocol
{
    public const string ProtocolName = "pelorus";

    private const int MaximumLength = 100_000;
    private const string AgentPrefix = "Pelorus-Webhook/";
    private const string EventHeader = "X-Pelorus-Event";
    private const string SignatureHeader = "X-Hub-Signature-256";
    private const string SignaturePrefix = "sha256=";
    private const int SignatureDigits = 64;
    private const string SchemeName = "Pelorus";

    private static readonly WebhookResponse Accepted = WebhookResponse.Json(202, """{"http_response":"Webhook Received","http_response_code":200}"""u8.ToArray());
    private static readonly WebhookResponse Pong = WebhookResponse.Detail(200, "pong");
    private static readonly WebhookResponse NotObject = WebhookResponse.Detail(422, "Invalid payload: value is not a valid dict: body");
    private static readonly WebhookResponse TooLong = WebhookResponse.Detail(413, "Content length too big.");
    private static readonly WebhookResponse UnsupportedRequest = WebhookResponse.Detail(412, "Unsupported request.");
    private static readonly WebhookResponse ImproperHeaders = WebhookResponse.Detail(400, "Improper headers.");
    private static readonly WebhookResponse SignatureMissing = WebhookResponse.Detail(400, "Non existing signature.");
    private static readonly WebhookResponse SignatureInvalid = WebhookResponse.Detail(400, "Invalid signature.");

    private readonly PelorusMetrics _metrics = new(context.Meter);

    public override string Name => ProtocolName;

    public override IReadOnlyList<string> Paths { get; } = ["/pelorus/webhook", "/webhook/pelorus"];

    public override WebhookReading? CheckBeforeSignature(IncomingWebhook webhook)
    {
        _metrics.Received();
        using (JsonDocument? document = JsonBody.TryParseObject(webhook.Body, out string error))
        {
            if (document is null)
            {
                return WebhookReading.Rejected(NotObject, error);
            }
        }

        if (webhook.Body.Length > MaximumLength)
        {
            return WebhookReading.Rejected(TooLong, "the body exceeds Pelorus' limit of 100,000 bytes");
        }

        if (!webhook.Header("User-Agent").StartsWith(AgentPrefix, StringComparison.OrdinalIgnoreCase))
        {
            return WebhookReading.Rejected(UnsupportedRequest, "the User-Agent does not start with " + AgentPrefix);
        }

        if (!PelorusEvents.All.Contains(EventOf(webhook)))
        {
            return WebhookReading.Rejected(ImproperHeaders, EventHeader + " is missing or does not name an event");
        }

        return webhook.Headers.TryGet(SignatureHeader, out string signature) && !IsSignature(signature)
            ? WebhookReading.Rejected(ImproperHeaders, SignatureHeader + " is not sha256= followed by 64 hexadecimal digits")
            : null;
    }

    /// <summary>Senders use GitHub's header, but often sign another serialization than they send, which only the Pelorus scheme accepts.</summary>
    public override SignatureScheme SchemeFor(SignatureScheme configured) =>
        !ReferenceEquals(configured, SignatureSchemes.Auto)
        && configured.HeaderNames.Count > 0
        && string.Equals(configured.HeaderNames[0], SignatureHeader, StringComparison.OrdinalIgnoreCase)
            ? SignatureSchemes.Get(SchemeName)
            : configured;

    public override WebhookResponse InvalidSignature(SignatureVerification verification) =>
        verification.Verdict == SignatureVerdict.HeaderMissing ? SignatureMissing : SignatureInvalid;

    public override WebhookReading Read(IncomingWebhook webhook)
    {
        string name = EventOf(webhook);
        if (string.Equals(name, PelorusEvents.Ping, StringComparison.Ordinal))
        {
            return WebhookReading.Accepted(Pong, [], name);
        }

        using JsonDocument document = JsonBody.TryParse(webhook.Body, out _)!;
        var payload = new PelorusPayload(document.RootElement);
        string error;
        try
        {
            error = payload.Read(name, context.TimeProvider.GetUtcNow());
        }
        catch (InvalidOperationException)
        {
            error = "str type expected: body";
        }

        if (error.Length > 0)
        {
            error = "Invalid payload: " + error;
            return WebhookReading.Rejected(WebhookResponse.Detail(422, error), error);
        }

        PelorusEvent received = payload.ToEvent(name);
        return WebhookReading.Accepted(Accepted, [AlertOf(webhook, received)], name) with { OnStored = () => _metrics.Processed(received) };
    }

    private static string EventOf(IncomingWebhook webhook) => webhook.Header(EventHeader);

    private static bool IsSignature(string text) =>
        text.Length == SignaturePrefix.Length + SignatureDigits
        && text.StartsWith(SignaturePrefix, StringComparison.Ordinal)
        && text.AsSpan(SignaturePrefix.Length).IndexOfAnyExcept(PelorusEvents.HexDigits) < 0;

    private static WebhookAlert AlertOf(IncomingWebhook webhook, PelorusEvent received)
    {
        bool isResolved = string.Equals(received.FailureEvent, PelorusEvents.Resolved, StringComparison.Ordinal);
        return new WebhookAlert
        {
            Id = webhook.AlertId(0),
            ReceivedAt = webhook.ReceivedAt,
            Protocol = ProtocolName,
            Event = received.Name,
            Name = received.App,
            Status = received.FailureEvent,
            Fingerprint = received.FailureId is null ? null : received.App + "/" + received.FailureId,
            Summary = received.FailureId is null ? $"{received.Name} of {received.App}" : $"failure {received.FailureId} of {received.App} {received.FailureEvent}",
            Labels = received.Labels.ToDictionary(label => label.Key, label => (string)label.Value!, StringComparer.Ordinal),
            StartsAt = isResolved ? null : received.Time,
            EndsAt = isResolved ? received.Time : null,
        };
    }
}
