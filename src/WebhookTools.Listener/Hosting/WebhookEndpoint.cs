using Microsoft.AspNetCore.Http;
using WebhookTools.Core.Alerts;
using WebhookTools.Core.Signatures;
using WebhookTools.Listener.Authentication;
using WebhookTools.Listener.Followers;
using WebhookTools.Listener.Journal;
using WebhookTools.Listener.Metrics;
using WebhookTools.Listener.Protocols;

namespace WebhookTools.Listener.Hosting;

/// <summary>A webhook's way in, behind the limits: credentials, signature, protocol, intake, reply, followers.</summary>
internal sealed class WebhookEndpoint(WebhookProtocol protocol, WebhookServices services) : IEndpoint
{
    public string Name => protocol.Name;

    public EndpointAccess Access => EndpointAccess.Sender;

    public bool IsRateLimited => true;

    public async ValueTask AnswerAsync(RequestContext context)
    {
        HttpRequest http = context.Http.Request;
        CredentialOutcome credentials = services.Credentials.Authenticate(http.Headers);
        if (!credentials.IsAccepted)
        {
            services.Refusals.Unauthorized(context, RefusalReason.Credentials, credentials.Reason);
            services.Credentials.Refusal.Write(context.Http.Response);
            return;
        }

        using PooledBody? body = await PooledBody.ReadAsync(http, services.BodyMemory, context.Http.RequestAborted);
        if (body is null)
        {
            services.Refusals.Rejected(context, RefusalReason.Memory, StatusCodes.Status503ServiceUnavailable, "other bodies that are on their way have all the memory that there is for large ones");
            protocol.Unavailable.Write(context.Http.Response);
            return;
        }

        var request = new WebhookRequest
        {
            Id = services.Intake.NextId(),
            ReceivedAt = services.TimeProvider.GetUtcNow(),
            Path = http.Path.Value ?? "/",
            Headers = http.Headers,
            Body = body.Memory,
            BaseAddress = services.BaseAddress.Of(context.Http),
        };
        await AnswerAsync(context, request);
    }

    private async ValueTask AnswerAsync(RequestContext context, WebhookRequest request)
    {
        HttpResponse response = context.Http.Response;
        if (protocol.CheckBeforeSignature(request) is { } early)
        {
            services.Refusals.Rejected(context, RefusalReason.Payload, early.Reply.Status, early.Reason);
            early.Reply.Write(response);
            return;
        }

        if (!TryVerify(context, request, out string signature))
        {
            return;
        }

        WebhookReading reading = protocol.Read(request);
        if (!reading.IsAccepted)
        {
            services.Refusals.Rejected(context, RefusalReason.Payload, reading.Reply.Status, reading.Reason);
            reading.Reply.Write(response);
            return;
        }

        JournalEntry entry = EntryOf(context, request, reading, signature);
        IntakeResult result = await services.Intake.KeepAsync(entry, protocol.HasFingerprints);
        if (!result.IsKept)
        {
            services.Refusals.Unavailable(context);
            protocol.Unavailable.Write(response);
            return;
        }

        reading.OnKept?.Invoke();
        reading.Reply.Write(response);
        if (!result.IsRepeat)
        {
            services.Forwarder?.Enqueue(request.Id, reading.Event, reading.IsJson, request.Headers, request.Body);
        }

        await PublishAsync(context, request, entry, result.NewAlerts);
    }

    /// <returns>Whether the webhook may be trusted and is to be read; if not, it is answered.</returns>
    private bool TryVerify(RequestContext context, WebhookRequest request, out string signature)
    {
        signature = SignatureAuthenticator.NotRequired;
        SignatureVerification? verification;
        try
        {
            verification = services.Signatures.Verify(context.Http.Request, request.Body, protocol.SchemeFor);
        }
        catch (SignatureException exception)
        {
            // The scheme needs what this request has not got, or a secret cannot be read: nothing is proved, so it is refused.
            verification = new SignatureVerification { Verdict = SignatureVerdict.Invalid, Scheme = string.Empty, Reason = exception.Message };
        }

        if (verification is null)
        {
            return true;
        }

        if (verification.IsValid)
        {
            signature = SignatureAuthenticator.Verified;
            if (!services.Signatures.TryAnswerChallenge(verification, request.Body, out byte[] answer))
            {
                return true;
            }

            // No webhook, but a question whether its like may be sent here: there is nothing to keep.
            Reply.Json(StatusCodes.Status200OK, answer).Write(context.Http.Response);
            return false;
        }

        services.Refusals.Unauthorized(context, RefusalReason.Signature, $"{verification.Verdict}: {verification.Reason}");
        services.Recorder?.Add(context.Http.Request, context.Remote, request, protocol, verification);
        protocol.RefuseSignature(verification).Write(context.Http.Response);
        return false;
    }

    private JournalEntry EntryOf(RequestContext context, WebhookRequest request, WebhookReading reading, string signature) => new()
    {
        Id = request.Id,
        ReceivedAt = request.ReceivedAt,
        Protocol = protocol.Name,
        Path = request.Path,
        Query = services.JournalAddress.QueryOf(context.Http.Request),
        BaseUri = services.JournalAddress.BaseOf(context.Http.Request),
        Event = reading.Event,
        Remote = context.Remote?.ToString(),
        Signature = signature,
        Headers = services.JournalHeaders.Of(request.Headers),
        Alerts = reading.Alerts,
        Body = request.Body,
        IsJson = reading.IsJson,
    };

    /// <summary>Tells the live page, and the followers after the reply is on its way.</summary>
    private async ValueTask PublishAsync(RequestContext context, WebhookRequest request, JournalEntry entry, IReadOnlyList<WebhookAlert> alerts)
    {
        if (alerts.Count == 0)
        {
            return;
        }

        // Takes a moment and waits for nobody.
        services.LiveFeed.Add(entry, request.Body.Span, alerts);
        if (!services.Followers.HasFollowers)
        {
            return;
        }

        try
        {
            await context.Http.Response.CompleteAsync();
        }
        finally
        {
            // Also where the sender went away before its reply: the webhook is on disk.
            Publish(context, entry, alerts);
        }
    }

    private void Publish(RequestContext context, JournalEntry entry, IReadOnlyList<WebhookAlert> alerts)
    {
        FollowerHub followers = services.Followers;
        HttpRequest http = context.Http.Request;
        string path = http.Path.ToUriComponent();
        string target = entry.Query is null ? path : path + "?" + entry.Query;

        // The body is copied: its buffer is given back with the request.
        var webhook = new ReceivedWebhook(entry with { Body = entry.Body.ToArray() }, target, services.JournalAddress.BaseOrHostOf(http));
        foreach (WebhookAlert alert in alerts)
        {
            followers.Publish(alert with { Webhook = webhook });
        }
    }
}
