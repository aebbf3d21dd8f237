using System.Globalization;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using WebhookTools.Listener.Http.Readers;
using WebhookTools.Listener.Intake;
using WebhookTools.Listener.Limits;
using WebhookTools.Listener.Messages;
using WebhookTools.Listener.Metrics;
using WebhookTools.Listener.Rejections;

namespace WebhookTools.Listener.Http;

/// <summary>Handles every request: limits, route, access, endpoint. It is the only place that turns an exception into a response.</summary>
internal sealed class RequestPipeline(
    RouteTable routes,
    ClientAddress clients,
    RateLimitPolicy limits,
    HostNames hosts,
    ReaderAuthorization readers,
    RejectionLog rejections,
    ListenerCounters counters,
    ListenerOptions options,
    TimeProvider timeProvider,
    ThrottledLog log)
{
    private const string NoEndpoint = "none";

    /// <summary>True if only the network decides who may send.</summary>
    private readonly bool _isOpen = options.Tokens.Count == 0 && options.Scheme is null && options.BasicCredential is null;

    public async Task InvokeAsync(HttpContext http)
    {
        long start = timeProvider.GetTimestamp();
        RouteMatch match = routes.Match(http.Request.Method, http.Request.Path.Value ?? "/");
        try
        {
            await HandleAsync(http, match);
        }
        catch (BadHttpRequestException exception)
        {
            var rejection = new Rejection(RejectionCause.Malformed, StandardResponses.BadRequest(exception.StatusCode), exception.Message);
            rejections.Record(new RequestContext(http, clients.Of(http)).ToRejected(), rejection);
            Replace(http.Response, rejection.Response);
        }
        catch (Exception exception) when (exception is ConnectionResetException || (http.RequestAborted.IsCancellationRequested && exception is OperationCanceledException or IOException))
        {
            log.Write(ListenerLogLevel.Debug, "ClientGone", () => "A client disconnected before the response.");
        }
#pragma warning disable CA1031 // One request must not end the listener, whatever it causes. The operator is told.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            log.Write(ListenerLogLevel.Error, "RequestFailed", () => $"A request failed: {exception}");
            Replace(http.Response, StandardResponses.InternalError);
        }
        finally
        {
            TimeSpan elapsed = timeProvider.GetElapsedTime(start);
            bool isStream = match.Endpoint is { IsStream: true };
            counters.Responded(match.Endpoint?.Name ?? NoEndpoint, http.Response.StatusCode, isStream ? null : elapsed);
            if (!isStream)
            {
                match.Endpoint?.OnResponded(http.Response.StatusCode, elapsed);
            }
        }
    }

    private ValueTask HandleAsync(HttpContext http, RouteMatch match)
    {
        var context = new RequestContext(http, clients.Of(http));
        bool isLimited = match.Endpoint?.IsRateLimited ?? true;
        RateLimitDecision decision = isLimited ? limits.CountForAddress(context.Remote) : limits.Peek(context.Remote);
        WriteLimitHeaders(http.Response, decision);
        if (isLimited && !decision.IsAllowed)
        {
            return Reject(context, limits.OverLimit(decision, UserAgentOf(http)));
        }

        if (match.Endpoint is not { } endpoint)
        {
            return RejectUnauthorized(context, RejectionCause.Route, match.Rejection!, "unknown path or method");
        }

        if (endpoint.Access != EndpointAccess.Anyone && context.Remote is null && http.Connection.RemoteIpAddress is { } proxy)
        {
            log.Write(ListenerLogLevel.Warning, "ClientUnknown", () => $"The trusted proxy {proxy} passed on a request without a valid X-Forwarded-For header. Configure the proxy to set it. Until then, its clients share one rate limit and count as strangers.");
        }

        if (endpoint.Access != EndpointAccess.Anyone && !IsFromAllowedNetwork(context))
        {
            return RejectUnauthorized(context, RejectionCause.Network, StandardResponses.Forbidden, "the address is in none of the allowed networks");
        }

        if (_isOpen && endpoint.Access == EndpointAccess.Sender && hosts.MayBeFromAnotherSite(http.Request))
        {
            // Without credentials, a web page open in a browser on this machine could otherwise post webhooks.
            return RejectUnauthorized(context, RejectionCause.Network, StandardResponses.NotForPages, "the listener has no authentication, and the host name is not its own or a web page of another site sent the request");
        }

        if (endpoint.Access is EndpointAccess.Reader or EndpointAccess.Observer)
        {
            // Not with other unauthorized requests: those of strangers must not keep a reader from signing in.
            if (readers.Reject(context, endpoint.Access) is { } response)
            {
                return Reject(context, new Rejection(RejectionCause.Credentials, response, "the client is not authorized to read"));
            }

            if (isLimited && limits.CountAuthorized(UserAgentOf(http)) is { } overLimit)
            {
                return Reject(context, overLimit);
            }
        }

        return endpoint.HandleAsync(context);
    }

    private ValueTask RejectUnauthorized(RequestContext context, string cause, WebhookResponse response, string reason) =>
        Reject(context, limits.CountUnauthorized(new Rejection(cause, response, reason), UserAgentOf(context.Http)));

    private ValueTask Reject(RequestContext context, Rejection rejection)
    {
        rejections.Record(context.ToRejected(), rejection);
        rejection.Response.WriteTo(context.Http.Response);
        return ValueTask.CompletedTask;
    }

    private static string UserAgentOf(HttpContext http) => http.Request.Headers.UserAgent.ToString();

    private bool IsFromAllowedNetwork(RequestContext context) =>
        options.AllowedNetworks.Count == 0 || (context.Remote is { } remote && ClientAddress.IsIn(options.AllowedNetworks, remote));

    private static void WriteLimitHeaders(HttpResponse response, RateLimitDecision decision)
    {
        if (decision.Limit > 0)
        {
            IHeaderDictionary headers = response.Headers;
            headers["X-RateLimit-Limit"] = decision.Limit.ToString(CultureInfo.InvariantCulture);
            headers["X-RateLimit-Remaining"] = decision.Remaining.ToString(CultureInfo.InvariantCulture);
            headers["X-RateLimit-Reset"] = decision.ResetsAt.ToString(CultureInfo.InvariantCulture);
        }
    }

    private static void Replace(HttpResponse response, WebhookResponse replacement)
    {
        // Responses are written whole and last, so after one that has started nothing can fail for its client.
        if (!response.HasStarted)
        {
            replacement.WriteTo(response);
        }
    }
}
