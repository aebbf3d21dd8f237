using System.Globalization;
using Microsoft.AspNetCore.Http;
using WebhookTools.Listener.Http.Readers;
using WebhookTools.Listener.Intake;
using WebhookTools.Listener.Limits;
using WebhookTools.Listener.Messages;
using WebhookTools.Listener.Metrics;
using WebhookTools.Listener.Protocols;
using WebhookTools.Listener.Rejections;

namespace WebhookTools.Listener.Http;

/// <summary>Handles every request: limits, route, access, endpoint. It is the only place that turns an exception into a response.</summary>
internal sealed class RequestPipeline(
    RouteTable routes,
    ClientAddress clients,
    RequestRateLimits limits,
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
        catch (Exception exception) when (http.RequestAborted.IsCancellationRequested && exception is OperationCanceledException or IOException)
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
        RateLimitDecision decision = isLimited ? limits.Take(context.Remote) : limits.Peek(context.Remote);
        WriteLimitHeaders(http.Response, decision);
        if (isLimited && !decision.IsAllowed)
        {
            return Reject(context, RejectionCause.RateLimit, StandardResponses.TooManyRequests(LimitStatus(http.Request), decision.SecondsLeft), "over the limit of requests per minute");
        }

        if (match.Endpoint is not { } endpoint)
        {
            return Reject(context, RejectionCause.Route, match.Rejection!, "unknown path or method");
        }

        if (endpoint.Access != EndpointAccess.Anyone && !IsFromAllowedNetwork(context))
        {
            return Reject(context, RejectionCause.Network, StandardResponses.Forbidden, "the address is in none of the allowed networks");
        }

        if (_isOpen && endpoint.Access == EndpointAccess.Sender && BrowserRequest.IsFromAnotherOrigin(http.Request))
        {
            // Without credentials, a web page open in a browser on this machine could otherwise post webhooks.
            return Reject(context, RejectionCause.Network, StandardResponses.Forbidden, "a web page of another origin sent it");
        }

        if (endpoint.Access is EndpointAccess.Reader or EndpointAccess.Observer && readers.Reject(context, endpoint.Access) is { } response)
        {
            return Reject(context, RejectionCause.Credentials, response, "the client is not authorized to read");
        }

        return endpoint.HandleAsync(context);
    }

    private ValueTask Reject(RequestContext context, string cause, WebhookResponse response, string reason)
    {
        rejections.Record(context.ToRejected(), new Rejection(cause, response, reason));
        response.WriteTo(context.Http.Response);
        return ValueTask.CompletedTask;
    }

    private bool IsFromAllowedNetwork(RequestContext context) =>
        options.AllowedNetworks.Count == 0 || (context.Remote is { } remote && ClientAddress.IsIn(options.AllowedNetworks, remote));

    private int LimitStatus(HttpRequest request) =>
        !options.RateLimitAlertmanagerWith429 && AlertmanagerProtocol.IsSender(request.Headers.UserAgent.ToString())
            ? StatusCodes.Status503ServiceUnavailable
            : StatusCodes.Status429TooManyRequests;

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
