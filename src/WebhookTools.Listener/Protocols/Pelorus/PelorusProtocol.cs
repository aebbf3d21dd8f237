using System.Text.Json;
using Microsoft.AspNetCore.Http;
using WebhookTools.Core.Alerts;
using WebhookTools.Core.Signatures;
using WebhookTools.Listener.Hosting;

namespace WebhookTools.Listener.Protocols.Pelorus;

/// <summary>
/// Pelorus' webhook exporter: committime, deploytime, failure and ping, checked in its order and answered in its words.
/// Its documents name the path <c>/webhook/pelorus</c>, its code <c>/pelorus/webhook</c>: both are served.
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

    private static readonly Reply Accepted = Reply.Json(StatusCodes.Status202Accepted, """{"http_response":"Webhook Received","http_response_code":200}"""u8.ToArray());
    private static readonly Reply Pong = Reply.Detail(StatusCodes.Status200OK, "pong");
    private static readonly Reply NoObject = Reply.Detail(StatusCodes.Status422UnprocessableEntity, "Invalid payload: value is not a valid dict: body");
    private static readonly Reply TooLong = Reply.Detail(StatusCodes.Status413PayloadTooLarge, "Content length too big.");
    private static readonly Reply WrongAgent = Reply.Detail(StatusCodes.Status412PreconditionFailed, "Unsupported request.");
    private static readonly Reply ImproperHeaders = Reply.Detail(StatusCodes.Status400BadRequest, "Improper headers.");
    private static readonly Reply SignatureMissing = Reply.Detail(StatusCodes.Status400BadRequest, "Non existing signature.");
    private static readonly Reply SignatureInvalid = Reply.Detail(StatusCodes.Status400BadRequest, "Invalid signature.");

    private readonly PelorusMetrics _metrics = new(context.Meter);

    public override string Name => ProtocolName;

    public override IReadOnlyList<string> Paths { get; } = ["/pelorus/webhook", "/webhook/pelorus"];

    public override WebhookReading? CheckBeforeSignature(WebhookRequest request)
    {
        _metrics.Received();
        using (JsonDocument? document = JsonBody.TryParseObject(request.Body, out string error))
        {
            if (document is null)
            {
                return WebhookReading.Refused(NoObject, error);
            }
        }

        if (request.Body.Length > MaximumLength)
        {
            return WebhookReading.Refused(TooLong, "the body is longer than Pelorus takes");
        }

        IHeaderDictionary headers = request.Headers;
        if (!headers.UserAgent.ToString().StartsWith(AgentPrefix, StringComparison.OrdinalIgnoreCase))
        {
            return WebhookReading.Refused(WrongAgent, "the User-Agent does not begin with " + AgentPrefix);
        }

        if (!PelorusEvents.All.Contains(EventOf(request)))
        {
            return WebhookReading.Refused(ImproperHeaders, EventHeader + " is missing or names no event");
        }

        return headers.TryGetValue(SignatureHeader, out Microsoft.Extensions.Primitives.StringValues signature) && !IsSignature(signature.ToString())
            ? WebhookReading.Refused(ImproperHeaders, SignatureHeader + " is not sha256= and 64 hexadecimal digits")
            : null;
    }

    /// <summary>Its senders sign like GitHub's, but often another serialisation than they send.</summary>
    public override SignatureScheme SchemeFor(SignatureScheme configured) =>
        !ReferenceEquals(configured, SignatureSchemes.Auto) && configured.HeaderNames.Count > 0 && string.Equals(configured.HeaderNames[0], SignatureHeader, StringComparison.OrdinalIgnoreCase) ? SignatureSchemes.Get(SchemeName) : configured;

    public override Reply RefuseSignature(SignatureVerification verification) =>
        verification.Verdict == SignatureVerdict.HeaderMissing ? SignatureMissing : SignatureInvalid;

    public override WebhookReading Read(WebhookRequest request)
    {
        string name = EventOf(request);
        if (string.Equals(name, PelorusEvents.Ping, StringComparison.Ordinal))
        {
            return WebhookReading.Accepted(Pong, [], name);
        }

        using JsonDocument document = JsonBody.TryParse(request.Body, out _)!;
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
            return WebhookReading.Refused(Reply.Detail(StatusCodes.Status422UnprocessableEntity, error), error);
        }

        PelorusEvent received = payload.ToEvent(name);
        return WebhookReading.Accepted(Accepted, [AlertOf(request, received)], name) with { OnKept = () => _metrics.Processed(received) };
    }

    private static string EventOf(WebhookRequest request) => request.Headers[EventHeader].ToString();

    private static bool IsSignature(string text) =>
        text.Length == SignaturePrefix.Length + SignatureDigits
        && text.StartsWith(SignaturePrefix, StringComparison.Ordinal)
        && text.AsSpan(SignaturePrefix.Length).IndexOfAnyExcept(PelorusEvents.HexDigits) < 0;

    private static WebhookAlert AlertOf(WebhookRequest request, PelorusEvent received)
    {
        bool isResolved = string.Equals(received.FailureEvent, PelorusEvents.Resolved, StringComparison.Ordinal);
        return new WebhookAlert
        {
            Id = request.AlertId(0),
            ReceivedAt = request.ReceivedAt,
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
