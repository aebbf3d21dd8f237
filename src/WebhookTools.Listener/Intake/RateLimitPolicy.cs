using System.Globalization;
using System.Net;
using WebhookTools.Listener.Limits;
using WebhookTools.Listener.Messages;
using WebhookTools.Listener.Metrics;
using WebhookTools.Listener.Protocols;

namespace WebhookTools.Listener.Intake;

/// <summary>
/// Counts requests twice: for their address before anything else is known about them, and once it is known whether they are authorized,
/// with all others of that kind. Unauthorized requests over their limit get the same response as authorized ones over theirs, and the log
/// of rejected webhooks does not record them.
/// </summary>
internal sealed class RateLimitPolicy(ListenerOptions options, TimeProvider timeProvider)
{
    private readonly RequestRateLimits _addresses = new(options.RateLimitPerAddress, total: 0, timeProvider);
    private readonly RequestRateLimits _authorized = new(perAddress: 0, options.RateLimitTotal, timeProvider);
    private readonly RequestRateLimits _unauthorized = new(perAddress: 0, options.RateLimitTotal, timeProvider);

    /// <summary>Counts a request for its address, unless the limit of authorized requests is reached. In that case every request is rejected.</summary>
    /// <returns>The decision, and what remains of the closer limit if the request turns out to be authorized.</returns>
    public RateLimitDecision CountForAddress(IPAddress? remote)
    {
        RateLimitDecision total = _authorized.Peek(remote: null);
        return total.IsAllowed ? Closer(_addresses.Take(remote), total with { Remaining = total.Remaining - 1 }) : total;
    }

    /// <summary>Returns what remains of the closer limit.</summary>
    public RateLimitDecision Peek(IPAddress? remote) => Closer(_addresses.Peek(remote), _authorized.Peek(remote: null));

    /// <summary>Counts an authorized request.</summary>
    /// <returns>The rejection, or null if the request is within the limit.</returns>
    public Rejection? CountAuthorized(string userAgent)
    {
        RateLimitDecision decision = _authorized.Take(remote: null);
        return decision.IsAllowed ? null : OverLimit(decision, userAgent);
    }

    /// <summary>Counts an unauthorized request.</summary>
    /// <returns>The given rejection, or another one if the request is over the limit.</returns>
    public Rejection CountUnauthorized(Rejection rejection, string userAgent)
    {
        RateLimitDecision decision = _unauthorized.Take(remote: null);
        return decision.IsAllowed ? rejection : OverLimit(decision, userAgent);
    }

    /// <summary>Creates the rejection of a request over a limit.</summary>
    public Rejection OverLimit(RateLimitDecision decision, string userAgent)
    {
        // Alertmanager never retries after a 4xx.
        HttpStatusCode status = !options.RateLimitAlertmanagerWith429 && AlertmanagerProtocol.IsSender(userAgent) ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.TooManyRequests;
        return new Rejection(
            RejectionCause.RateLimit,
            StandardResponses.TooManyRequests((int)status, decision.SecondsLeft),
            string.Create(CultureInfo.InvariantCulture, $"over the limit of {decision.Limit} requests per minute"));
    }

    private static RateLimitDecision Closer(RateLimitDecision address, RateLimitDecision total) =>
        !address.IsAllowed || total.Limit == 0 || (address.Limit > 0 && address.Remaining <= total.Remaining) ? address : total;
}
