using System.Net;
using Microsoft.AspNetCore.Http;
using WebhookTools.Listener.Authentication;
using WebhookTools.Listener.Limits;
using WebhookTools.Listener.Messages;

namespace WebhookTools.Listener.Http.Readers;

/// <summary>
/// Decides who may read. If a token or a password is set, a reader presents it or signs in with it. Otherwise alerts can be read on
/// this machine only, and metrics also by those who may send without credentials: clients of an allowed network, or everyone if the
/// operator allows an unauthenticated listener. In that case no page of another site may read through a visitor's browser.
/// </summary>
internal sealed class ReaderAuthorization
{
    /// <summary>The number of wrong tokens or passwords that an address may present in a minute.</summary>
    public const int WrongGuessesPerMinute = 10;

    /// <summary>The headers that proxies add.</summary>
    private static readonly string[] ProxyHeaders = ["X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Forwarded", "Via"];

    private readonly ReaderSessions _sessions;
    private readonly RequestRateLimits _guesses;
    private readonly HostNames _hosts;
    private readonly CredentialAuthenticator _credentials;
    private readonly SignInPage _signIn;
    private readonly bool _areMetricsOpen;

    public ReaderAuthorization(ReaderSessions sessions, HostNames hosts, ListenerOptions options, TimeProvider timeProvider)
    {
        _sessions = sessions;
        _hosts = hosts;

        // Not in total: strangers who guess from many addresses must not keep readers out.
        _guesses = new RequestRateLimits(WrongGuessesPerMinute, total: 0, timeProvider);
        _credentials = CredentialAuthenticator.ForReaders(options);
        _signIn = new SignInPage(_credentials);
        _areMetricsOpen = options.AllowUnauthenticated || options.AllowedNetworks.Count > 0;
    }

    /// <param name="access"><see cref="EndpointAccess.Reader"/> or <see cref="EndpointAccess.Observer"/>.</param>
    /// <returns>The response that rejects the request, or null if it is authorized.</returns>
    public WebhookResponse? Reject(RequestContext context, EndpointAccess access)
    {
        WebhookResponse? rejection = _credentials.IsRequired ? RejectUnauthenticated(context) : RejectRemote(context, access);
        return rejection is not null && BrowserRequest.PrefersHtml(context.Http.Request.Headers) ? _signIn.Show(context.Http, rejection.Status) : rejection;
    }

    /// <returns>The response that rejects the attempt to sign in, or null if the person is authorized.</returns>
    public WebhookResponse? RejectSignIn(RequestContext context, string user, string secret)
    {
        HttpContext http = context.Http;
        if (BrowserRequest.IsFormOfAnotherSite(http.Request))
        {
            return StandardResponses.Forbidden;
        }

        WebhookResponse? rejection = Guess(context, () => _credentials.IsKnown(user, secret));
        return rejection is not null && BrowserRequest.PrefersHtml(http.Request.Headers) ? _signIn.ShowAgain(http, rejection.Status) : rejection;
    }

    /// <summary>A proxy on this machine forwards requests of others, which therefore do not count as local.</summary>
    private static bool IsLocal(IPAddress? remote, IHeaderDictionary headers) =>
        remote is not null && IPAddress.IsLoopback(remote) && !Array.Exists(ProxyHeaders, headers.ContainsKey);

    private WebhookResponse? RejectUnauthenticated(RequestContext context)
    {
        HttpContext http = context.Http;
        if (_sessions.IsSignedIn(http))
        {
            return null;
        }

        string authorization = http.Request.Headers.Authorization.ToString();
        return authorization.Length == 0 ? _credentials.Unauthorized : Guess(context, () => _credentials.FindProblem(authorization) is null);
    }

    private WebhookResponse? RejectRemote(RequestContext context, EndpointAccess access)
    {
        HttpRequest request = context.Http.Request;
        bool isOpen = access == EndpointAccess.Observer && _areMetricsOpen;
        if (!isOpen && !IsLocal(context.Remote, request.Headers))
        {
            return StandardResponses.NotForReading;
        }

        return !_hosts.IsOwn(request) || (BrowserRequest.IsFromAnotherSite(request) && !BrowserRequest.IsNavigation(request.Headers))
            ? StandardResponses.NotByThatName
            : null;
    }

    /// <summary>After too many wrong guesses, further ones are rejected for the rest of the minute, right or wrong.</summary>
    private WebhookResponse? Guess(RequestContext context, Func<bool> isRight)
    {
        RateLimitDecision left = _guesses.Peek(context.Remote);
        if (!left.IsAllowed || left.Remaining == 0)
        {
            return StandardResponses.TooManyRequests(StatusCodes.Status429TooManyRequests, left.SecondsLeft);
        }

        if (isRight())
        {
            return null;
        }

        _guesses.Take(context.Remote);
        return _credentials.Unauthorized;
    }
}
