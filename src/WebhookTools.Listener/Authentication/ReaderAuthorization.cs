using System.Net;
using Microsoft.AspNetCore.Http;
using WebhookTools.Listener.Hosting;
using WebhookTools.Listener.Limits;
using WebhookTools.Listener.Page;

namespace WebhookTools.Listener.Authentication;

/// <summary>
/// Who may read: whoever has a token or the password, or signed in with it. Where neither is set, alerts are for whoever is on this
/// machine, and numbers also for who may send without: from an allowed network, or anyone if the operator allowed a listener without
/// authentication. But then no page of another site may read through its visitor's browser.
/// </summary>
internal sealed class ReaderAuthorization
{
    /// <summary>How often in a minute an address may be wrong about a token or a password.</summary>
    public const int WrongGuessesPerMinute = 10;

    /// <summary>How often in a minute all addresses together may be.</summary>
    private const int WrongGuessesPerMinuteInAll = 100;

    private readonly ReaderSessions _sessions;
    private readonly RequestRateLimits _guesses;
    private readonly HostNames _hosts;
    private readonly CredentialAuthenticator _credentials;
    private readonly SignInPage _signIn;
    private readonly bool _areNumbersOpen;

    public ReaderAuthorization(ReaderSessions sessions, ListenerOptions options, TimeProvider timeProvider)
    {
        _sessions = sessions;
        _guesses = new RequestRateLimits(WrongGuessesPerMinute, WrongGuessesPerMinuteInAll, timeProvider);
        _hosts = new HostNames(options);
        _credentials = CredentialAuthenticator.ForReaders(options);
        _signIn = new SignInPage(_credentials);
        _areNumbersOpen = options.AllowUnauthenticated || options.AllowedNetworks.Count > 0;
    }

    /// <param name="access">What is to be read: <see cref="EndpointAccess.Reader"/> or <see cref="EndpointAccess.Observer"/>.</param>
    /// <returns>The reply that refuses the request, or null where it may read.</returns>
    public Reply? Refuse(RequestContext context, EndpointAccess access)
    {
        Reply? refusal = _credentials.IsRequired ? RefuseStranger(context) : RefusePasserBy(context, access);
        return refusal is not null && BrowserRequest.PrefersHtml(context.Http.Request.Headers) ? _signIn.Show(context.Http, refusal.Status) : refusal;
    }

    /// <summary>Whether somebody may sign in.</summary>
    /// <returns>The reply that refuses it, or null where they may.</returns>
    public Reply? RefuseSignIn(RequestContext context, string user, string secret)
    {
        HttpContext http = context.Http;
        if (BrowserRequest.IsFormOfAnotherSite(http.Request))
        {
            return Replies.Forbidden;
        }

        Reply? refusal = Guess(context, () => _credentials.AreKnown(user, secret));
        return refusal is not null && BrowserRequest.PrefersHtml(http.Request.Headers) ? _signIn.ShowAgain(http, refusal.Status) : refusal;
    }

    /// <summary>A proxy on this machine speaks for others: what it forwards does not count as from here.</summary>
    private static bool IsFromThisMachine(IPAddress? remote, IHeaderDictionary headers) =>
        remote is not null && IPAddress.IsLoopback(remote) && !headers.ContainsKey("X-Forwarded-For") && !headers.ContainsKey("Forwarded");

    private Reply? RefuseStranger(RequestContext context)
    {
        HttpContext http = context.Http;
        if (_sessions.IsSignedIn(http))
        {
            return null;
        }

        IHeaderDictionary headers = http.Request.Headers;
        return headers.Authorization.Count == 0 ? _credentials.Refusal : Guess(context, () => _credentials.Authenticate(headers).IsAccepted);
    }

    private Reply? RefusePasserBy(RequestContext context, EndpointAccess access)
    {
        HttpRequest request = context.Http.Request;
        bool isOpen = access == EndpointAccess.Observer && _areNumbersOpen;
        if (!isOpen && !IsFromThisMachine(context.Remote, request.Headers))
        {
            return Replies.NotForReading;
        }

        return !_hosts.AreOurs(request) || (BrowserRequest.IsFromAnotherSite(request) && !BrowserRequest.IsNavigation(request.Headers))
            ? Replies.NotByThatName
            : null;
    }

    /// <summary>Whoever guesses too often is not listened to for the rest of the minute, right or wrong.</summary>
    private Reply? Guess(RequestContext context, Func<bool> isRight)
    {
        RateLimitDecision left = _guesses.Peek(context.Remote);
        if (!left.IsAllowed || left.Remaining == 0)
        {
            return Replies.TooManyRequests(StatusCodes.Status429TooManyRequests, left.SecondsLeft);
        }

        if (isRight())
        {
            return null;
        }

        _guesses.Take(context.Remote);
        return _credentials.Refusal;
    }
}
