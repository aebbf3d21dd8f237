using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using WebhookTools.Core.Signatures;
using WebhookTools.Listener.Followers;
using WebhookTools.Listener.Intake;
using WebhookTools.Listener.Limits;
using WebhookTools.Listener.Messages;
using WebhookTools.Listener.Metrics;
using WebhookTools.Listener.Protocols;
using WebhookTools.Listener.Rejections;

namespace WebhookTools.Listener.Http;

/// <summary>Passes the requests of one protocol to the intake: credentials, body, intake, response, followers.</summary>
internal sealed class WebhookEndpoint(
    WebhookProtocol protocol,
    WebhookIntake intake,
    WebhookPublisher publisher,
    RejectionLog rejections,
    BodyMemory bodyMemory,
    BaseAddress baseAddress) : IEndpoint
{
    public string Name => protocol.Name;

    public EndpointAccess Access => EndpointAccess.Sender;

    public bool IsRateLimited => true;

    public async ValueTask HandleAsync(RequestContext context)
    {
        HttpRequest request = context.Http.Request;
        HttpResponse response = context.Http.Response;
        SignatureHeaders headers = HeadersOf(request);
        if (intake.CheckCredentials(headers) is { } unauthorized)
        {
            rejections.Record(context.ToRejected(), unauthorized);
            unauthorized.Response.WriteTo(response);
            return;
        }

        using PooledBody? body = await PooledBody.ReadAsync(context, bodyMemory);
        if (body is null)
        {
            var outOfMemory = new Rejection(RejectionCause.Memory, protocol.Unavailable, "other large bodies in progress use all the memory for large bodies, or its address's share of it");
            rejections.Record(context.ToRejected(), outOfMemory);
            outOfMemory.Response.WriteTo(response);
            return;
        }

        IntakeResult result = await intake.ReceiveAsync(protocol, WebhookOf(context, headers, body.Memory));
        if (result.Rejection is { } rejection)
        {
            rejections.Record(context.ToRejected(), rejection);
        }

        result.Response.WriteTo(response);
        if (result.Accepted is { } accepted)
        {
            await PublishAsync(response, accepted);
        }
    }

    public void OnResponded(int status, TimeSpan elapsed) => protocol.OnResponded(status, elapsed);

    private async ValueTask PublishAsync(HttpResponse response, AcceptedWebhook webhook)
    {
        publisher.Publish(webhook);
        if (!publisher.HasFollowers)
        {
            return;
        }

        try
        {
            await response.CompleteAsync();
        }
        finally
        {
            // Even if the sender disconnected before the response: the webhook is on disk.
            publisher.PublishToFollowers(webhook);
        }
    }

    private IncomingWebhook WebhookOf(RequestContext context, SignatureHeaders headers, ReadOnlyMemory<byte> body)
    {
        HttpRequest request = context.Http.Request;
        string query = request.QueryString.ToUriComponent();
        return new IncomingWebhook
        {
            Method = request.Method.ToUpperInvariant(),
            Path = request.Path.Value ?? "/",
            EscapedPath = request.Path.ToUriComponent(),
            Query = query.Length == 0 ? null : query[1..],
            Origin = request.Scheme + "://" + request.Host.ToUriComponent(),
            Headers = headers,
            Body = body,
            Remote = context.Remote,
            ReportBase = baseAddress.Of(context.Http),
            AreCredentialsChecked = true,
        };
    }

    private static SignatureHeaders HeadersOf(HttpRequest request)
    {
        var headers = new SignatureHeaders();
        foreach ((string name, StringValues values) in request.Headers)
        {
            foreach (string? value in values)
            {
                headers.Add(name, value ?? string.Empty);
            }
        }

        return headers;
    }
}
