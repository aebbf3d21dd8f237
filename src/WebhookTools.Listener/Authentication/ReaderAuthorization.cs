using System.Net;
using Microsoft.AspNetCore.Http;
using WebhookTools.Listener.Hosting;
using WebhookTools.Listener.Limits;
using WebhookTools.Listener.Page;

namespace WebhookTools.Listener.Authentication;

/// <summary>
/// Who may read alerts: whoever has a token or the password, or signed in with it. Where neither is set, whoever is on this machine,
/// whoever comes from the allowed networks, or anyone if the operator allowed a listener without authentication; but then no page of
/// another site may read through its visitor's browser.
/// </summary>
internal sealed class ReaderAuthorization(CredentialAuthenticator credentials, ReaderSessions sessions, ListenerOptions options, TimeProvider timeProvider)
{
    /// <summary>How often in a minute an address may be wrong about a token or a password.</summary>
    public const int WrongGuessesPerMinute = 10;

    /// <summary>How often in a minute all addresses together may be.</summary>
    private const int WrongGuessesPerMinuteInAll = 100;

    private readonly RequestRateLimits _guesses = new(WrongGuessesPerMinute, WrongGuessesPerMinuteInAll, timeProvider);
    private readonly HostNames _hosts = new(options);
    private readonly SignInPage _signIn = new(credentials);

    /// <returns>The reply that refuses the request, or null where it may read.</returns>
    public Reply? Refuse(RequestContext context)
    {
        Reply? refusal = credentials.IsRequired ? RefuseStranger(context) : RefusePasserBy(context);
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

        Reply? refusal = Guess(context, () => credentials.AreKnown(user, secret));
        return refusal is not null && BrowserRequest.PrefersHtml(http.Request.Headers) ? _signIn.ShowAgain(http, refusal.Status) : refusal;
    }

    /// <summary>A proxy on this machine speaks for others: what it forwards does not count as from here.</summary>
    private static bool IsFromThisMachine(IPAddress? remote, IHeaderDictionary headers) =>
        remote is not null && IPAddress.IsLoopback(remote) && !headers.ContainsKey("X-Forwarded-For") && !headers.ContainsKey("Forwarded");

    private Reply? RefuseStranger(RequestContext context)
    {
        HttpContext http = context.Http;
        if (sessions.IsSignedIn(http))
        {
            return null;
        }

        IHeaderDictionary headers = http.Request.Headers;
        return headers.Authorization.Count == 0 ? credentials.Refusal : Guess(context, () => credentials.Authenticate(headers).IsAccepted);
    }

    private Reply? RefusePasserBy(RequestContext context)
    {
        HttpRequest request = context.Http.Request;
        if (!options.AllowUnauthenticated && options.AllowedNetworks.Count == 0 && !IsFromThisMachine(context.Remote, request.Headers))
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
        return credentials.Refusal;
    }
}
