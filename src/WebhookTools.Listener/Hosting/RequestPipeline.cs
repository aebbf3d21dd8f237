using System.Globalization;
using Microsoft.AspNetCore.Http;
using WebhookTools.Listener.Authentication;
using WebhookTools.Listener.Limits;
using WebhookTools.Listener.Metrics;

namespace WebhookTools.Listener.Hosting;

/// <summary>The way of every request: limits, route, who may ask; and the one place where an error becomes a reply.</summary>
internal sealed class RequestPipeline(
    RouteTable routes,
    ClientAddress clients,
    RequestRateLimits limits,
    ReaderAuthorization readers,
    RefusalLog refusals,
    ListenerCounters counters,
    ListenerOptions options,
    TimeProvider timeProvider,
    ThrottledLog log)
{
    private const string AlertmanagerAgent = "Alertmanager/";
    private const string NoEndpoint = "none";

    /// <summary>Whether nothing but the network decides who may send.</summary>
    private readonly bool _isOpen = options.Tokens.Count == 0 && options.Scheme is null && options.BasicCredential is null;

    public async Task InvokeAsync(HttpContext http)
    {
        long began = timeProvider.GetTimestamp();
        RouteMatch match = routes.Match(http.Request.Method, http.Request.Path.Value ?? "/");
        try
        {
            await AnswerAsync(http, match);
        }
        catch (BadHttpRequestException exception)
        {
            refusals.Rejected(new RequestContext(http, clients.Of(http)), RefusalReason.Malformed, exception.StatusCode, exception.Message);
            Replace(http.Response, Replies.BadRequest(exception.StatusCode));
        }
        catch (Exception exception) when (http.RequestAborted.IsCancellationRequested && exception is OperationCanceledException or IOException)
        {
            log.Write(ListenerLogLevel.Debug, "ClientGone", () => "A client went away before it was answered.");
        }
#pragma warning disable CA1031 // The listener goes on, whatever one request brought to light; the operator learns of it.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            log.Write(ListenerLogLevel.Error, "RequestFailed", () => $"A request could not be answered: {exception}");
            Replace(http.Response, Replies.InternalError);
        }
        finally
        {
            TimeSpan? elapsed = match.Endpoint is { IsStream: true } ? null : timeProvider.GetElapsedTime(began);
            counters.Answered(match.Endpoint?.Name ?? NoEndpoint, http.Response.StatusCode, elapsed);
        }
    }

    private ValueTask AnswerAsync(HttpContext http, RouteMatch match)
    {
        HttpRequest request = http.Request;
        var context = new RequestContext(http, clients.Of(http));
        bool isLimited = match.Endpoint?.IsRateLimited ?? true;
        RateLimitDecision decision = isLimited ? limits.Take(context.Remote) : limits.Peek(context.Remote);
        WriteLimitHeaders(http.Response, decision);
        if (isLimited && !decision.IsAllowed)
        {
            refusals.Rejected(context, RefusalReason.RateLimit, LimitStatus(request), "over the limit of requests per minute");
            Replies.TooManyRequests(LimitStatus(request), decision.SecondsLeft).Write(http.Response);
            return ValueTask.CompletedTask;
        }

        if (match.Endpoint is not { } endpoint)
        {
            refusals.Rejected(context, RefusalReason.Route, match.Refusal!.Status, "no such path or method");
            match.Refusal.Write(http.Response);
            return ValueTask.CompletedTask;
        }

        if (endpoint.Access != EndpointAccess.Anyone && !IsFromAllowedNetwork(context))
        {
            refusals.Unauthorized(context, RefusalReason.Network, "the address is in none of the allowed networks");
            Replies.Forbidden.Write(http.Response);
            return ValueTask.CompletedTask;
        }

        if (_isOpen && endpoint.Access == EndpointAccess.Sender && BrowserGuard.IsFromAnotherOrigin(request))
        {
            refusals.Unauthorized(context, RefusalReason.Network, "a web page of another origin sent it");
            Replies.Forbidden.Write(http.Response);
            return ValueTask.CompletedTask;
        }

        if (endpoint.Access is EndpointAccess.Reader or EndpointAccess.Observer && readers.Refuse(context, endpoint.Access) is { } refusal)
        {
            refusals.Unauthorized(context, RefusalReason.Credentials, "whoever asks may not read here");
            refusal.Write(http.Response);
            return ValueTask.CompletedTask;
        }

        return endpoint.AnswerAsync(context);
    }

    private bool IsFromAllowedNetwork(RequestContext context) =>
        options.AllowedNetworks.Count == 0 || (context.Remote is { } remote && ClientAddress.IsIn(options.AllowedNetworks, remote));

    /// <summary>Alertmanager gives a notification up at any 4xx, and repeats it at a 5xx.</summary>
    private int LimitStatus(HttpRequest request) =>
        !options.RateLimitAlertmanagerWith429 && request.Headers.UserAgent.ToString().StartsWith(AlertmanagerAgent, StringComparison.OrdinalIgnoreCase)
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

    private static void Replace(HttpResponse response, Reply reply)
    {
        // Replies are written whole and last, so one that has begun was not followed by anything that can fail its sender.
        if (!response.HasStarted)
        {
            reply.Write(response);
        }
    }
}
