using System.Globalization;
using System.Text.RegularExpressions;

namespace WebhookTools.Core.Sending;

/// <summary>Why a webhook was not delivered, and what to do: the texts for users, a method for each cause. The receiver's own words are in the result.</summary>
internal static class DeliveryErrors
{
    /// <summary>From this length on, a broken connection may be the receiver's way of saying that the body is too large.</summary>
    private const long LargeBody = 1024 * 1024;

    public static DeliveryFailure HostUnknown(Uri uri, Exception cause) => Transport(
        nameof(HostUnknown),
        $"The host '{uri.IdnHost}' of {Quote(uri)} is not known: {Sentence(cause)}",
        "Check the spelling of the host's name, and this machine's name resolution.",
        cause);

    public static DeliveryFailure ConnectionRefused(Uri uri, Exception cause) => Transport(
        nameof(ConnectionRefused),
        $"The connection to {Quote(uri)} was refused: nothing listens at {Endpoint(uri)}.",
        "Check that the receiver runs, that it listens on this address and port, and that no firewall refuses the connection.",
        cause);

    public static DeliveryFailure ConnectionFailed(Uri uri, Exception cause) => Transport(
        nameof(ConnectionFailed),
        $"No connection to {Quote(uri)} came about: {Sentence(cause)}",
        "Check the address, the route to it and the firewalls between.",
        cause);

    public static DeliveryFailure ConnectionBroken(Uri uri, long bodyLength, Exception cause) => Transport(
        nameof(ConnectionBroken),
        $"The connection to {Quote(uri)} was closed before the reply was complete: {Sentence(cause)}",
        bodyLength >= LargeBody
            ? FormattableString.Invariant($"Check the receiver's log, and whether it takes a body of {bodyLength} bytes: a receiver that does not often hangs up.")
            : $"Check the receiver's log, and whether {(uri.Scheme is "https" ? "it asks for a client certificate" : "the port speaks https")}: it, or something between, ended the connection.",
        cause);

    public static DeliveryFailure ConnectTimedOut(Uri uri, Exception cause) => Transport(
        nameof(ConnectTimedOut),
        $"No connection to {Quote(uri)} came about within {ErrorText.Time(ConnectionPool.ConnectTimeout)}.",
        "Check the address, the route to it and the firewalls between: a firewall that drops packets looks like this.",
        cause) with
    { Kind = WebhookErrorKind.Timeout };

    public static DeliveryFailure TimedOut(Uri uri, TimeSpan timeout, DeliveryResponse? response, Exception cause) => Transport(
        nameof(TimedOut),
        response is null
            ? $"{Quote(uri)} did not answer within {ErrorText.Time(timeout)}."
            : $"{Quote(uri)} answered {ErrorText.Status(response.StatusCode)}, but the reply's body did not end within {ErrorText.Time(timeout)}.",
        "Allow more time for an attempt, or find out what keeps the receiver: it should reply first and work afterwards.",
        cause) with
    { Kind = WebhookErrorKind.Timeout };

    public static DeliveryFailure CertificateInvalid(Uri uri, CertificateRejectedException cause) => new(
        WebhookErrorKind.CertificateInvalid,
        nameof(CertificateInvalid),
        $"The certificate of {Quote(uri)} is not accepted: {cause.Reason}.",
        "Have the receiver's certificate mended, or make this machine trust its issuer. For a test only, skip the certificate check.")
    {
        Cause = cause,
    };

    public static DeliveryFailure TlsFailed(Uri uri, Exception cause) => new(
        WebhookErrorKind.CertificateInvalid,
        nameof(TlsFailed),
        $"No TLS connection to {Quote(uri)} came about: {Sentence(cause)}",
        "Check that the port speaks https and not http, which TLS versions the receiver takes, and whether it asks for a client certificate.")
    {
        Cause = cause,
    };

    public static DeliveryFailure ReplyNotHttp(Uri uri, Exception cause) => Transport(
        nameof(ReplyNotHttp),
        $"What {Quote(uri)} answered is not HTTP: {Sentence(cause)}",
        "Check that the port is the receiver's, and that it speaks http and not https.",
        cause) with
    { Kind = WebhookErrorKind.ServerFailed };

    public static DeliveryFailure ReplyHeadersTooLong(Uri uri, Exception cause) => new(
        WebhookErrorKind.ServerFailed,
        nameof(ReplyHeadersTooLong),
        $"The headers of the reply of {Quote(uri)} are longer than 64 KiB.",
        "Check that the port is the receiver's: no webhook receiver answers so.")
    {
        Cause = cause,
    };

    public static DeliveryFailure HttpVersionRefused(Uri uri, Version? requested, Exception cause) => new(
        WebhookErrorKind.ConnectionFailed,
        nameof(HttpVersionRefused),
        requested is null ? $"{Quote(uri)} requires HTTP/1.1 for this request." : $"{Quote(uri)} does not support HTTP/{requested}.",
        requested is null ? "Set the HTTP version to 1.1." : "Do not set an HTTP version: the highest that both sides support is used.")
    {
        Cause = cause,
    };

    public static DeliveryFailure ProxyNotReachable(Uri uri, Uri proxy, Exception cause) => Transport(
        nameof(ProxyNotReachable),
        $"The proxy {Quote(proxy)}, through which {Quote(uri)} is reached, cannot be connected to: {Sentence(cause)}",
        "Check the proxy's address, also in the environment variables http_proxy, https_proxy and all_proxy, or use no proxy.",
        cause);

    public static DeliveryFailure ProxyTunnelFailed(Uri uri, Uri? proxy, int? status, Exception cause) => Transport(
        nameof(ProxyTunnelFailed),
        $"The proxy{(proxy is null ? string.Empty : " " + Quote(proxy))} did not open a connection to {Quote(uri)}: {(status is null ? Sentence(cause) : $"it answered {ErrorText.Status(status.Value)}.")}",
        "Check that the proxy may connect to this host and port.",
        cause) with
    { IsTransient = status is null or >= 500 };

    public static DeliveryFailure ProxyAuthenticationRequired(Uri uri, DeliveryResponse? response, Exception? cause) => new(
        WebhookErrorKind.AuthenticationFailed,
        nameof(ProxyAuthenticationRequired),
        $"The proxy on the way to {Quote(uri)} asks for credentials ({ErrorText.Status(response?.StatusCode ?? 407)}).",
        "Give the proxy's credential, or use no proxy.")
    {
        Cause = cause,
    };

    public static DeliveryFailure Unauthorized(Uri uri, DeliveryResponse response, DeliveryOptions options) => Status(
        WebhookErrorKind.AuthenticationFailed,
        nameof(Unauthorized),
        uri,
        response,
        options switch
        {
            { Signing: { } signing } => $"The receiver refused the signature ({signing.Scheme.Name}) or the credentials.",
            { Credential: not null } => "The receiver refused the credentials.",
            _ => "The receiver asks for credentials or a signature, and none were sent.",
        },
        options.Signing is null
            ? "Give the token, the credential, or the scheme and secret that the receiver expects."
            : "Check that the secret and the scheme are the receiver's, that its clock and this one agree, and that nothing between changes the body.");

    public static DeliveryFailure Forbidden(Uri uri, DeliveryResponse response, DeliveryOptions options) => Status(
        WebhookErrorKind.AuthenticationFailed,
        nameof(Forbidden),
        uri,
        response,
        options.Signing is { } signing ? $"The receiver may have refused the signature ({signing.Scheme.Name})." : "The receiver does not allow this request.",
        "Check the secret or the credentials, what they are allowed to do, and whether this machine's address is allowed.");

    public static DeliveryFailure ReceiverNotFound(Uri uri, DeliveryResponse response) => Status(
        WebhookErrorKind.Rejected,
        nameof(ReceiverNotFound),
        uri,
        response,
        "The host answers, but has nothing at this path.",
        "Check the path. Some services answer so, too, where a token in the address is wrong or was revoked.");

    public static DeliveryFailure ReceiverGone(Uri uri, DeliveryResponse response) => Status(
        WebhookErrorKind.Rejected,
        nameof(ReceiverGone),
        uri,
        response,
        "The receiver was removed for good.",
        "Stop sending to this address, and ask the receiver's owner for the new one.");

    public static DeliveryFailure MethodNotAllowed(Uri uri, DeliveryResponse response, string method) => Status(
        WebhookErrorKind.Rejected,
        nameof(MethodNotAllowed),
        uri,
        response,
        response.Headers.TryGetValue("Allow", out string? allowed) ? $"It does not take {method}, but: {ErrorText.Printable(allowed)}." : $"It does not take {method}.",
        "Check the method and the path: a receiver's start page often takes GET only.");

    public static DeliveryFailure RequestTimedOut(Uri uri, DeliveryResponse response) => Status(
        WebhookErrorKind.Timeout,
        nameof(RequestTimedOut),
        uri,
        response,
        "The request reached it too slowly.",
        "Send again later, or a smaller body.");

    public static DeliveryFailure BodyTooLarge(Uri uri, DeliveryResponse response, long length) => Status(
        WebhookErrorKind.Rejected,
        nameof(BodyTooLarge),
        uri,
        response,
        string.Create(CultureInfo.InvariantCulture, $"The body has {length} bytes, more than the receiver takes."),
        "Send less at once, in smaller batches, or leave out members that are null.");

    public static DeliveryFailure ContentTypeRefused(Uri uri, DeliveryResponse response, string contentType) => Status(
        WebhookErrorKind.Rejected,
        nameof(ContentTypeRefused),
        uri,
        response,
        $"The receiver does not take the content type '{contentType}'.",
        "Give the content type that the receiver's documentation names.");

    public static DeliveryFailure TooEarly(Uri uri, DeliveryResponse response) => Status(
        WebhookErrorKind.Rejected,
        nameof(TooEarly),
        uri,
        response,
        "The receiver does not want to risk that the request is a replayed one.",
        "Send again.");

    public static DeliveryFailure TooManyRequests(Uri uri, DeliveryResponse response) => Status(
        WebhookErrorKind.RateLimited,
        nameof(TooManyRequests),
        uri,
        response,
        response.RetryAfter is { } wait ? $"The receiver asks to wait {ErrorText.Time(wait)}." : "The receiver asks for fewer requests.",
        "Send fewer requests at a time, in batches, or allow more and longer retries.");

    public static DeliveryFailure RequestRefused(Uri uri, DeliveryResponse response) => Status(
        WebhookErrorKind.Rejected,
        nameof(RequestRefused),
        uri,
        response,
        "The receiver refused the request.",
        "Look at the reply's body: most receivers say there what they did not like.");

    public static DeliveryFailure ServerFailed(Uri uri, DeliveryResponse response) => Status(
        WebhookErrorKind.ServerFailed,
        nameof(ServerFailed),
        uri,
        response,
        response.RetryAfter is { } wait && wait > TimeSpan.Zero ? $"The receiver failed, and asks to wait {ErrorText.Time(wait)}." : "The receiver failed.",
        "Look at the reply's body and the receiver's log, and send again when it works.");

    public static DeliveryFailure StatusNotUnderstood(Uri uri, DeliveryResponse response) => Status(
        WebhookErrorKind.Rejected,
        nameof(StatusNotUnderstood),
        uri,
        response,
        "That says neither that the webhook was taken nor that it was not.",
        "Check that the address is a webhook receiver's.");

    public static DeliveryFailure RetryAfterTooLong(DeliveryFailure failure, TimeSpan wait, TimeSpan longest) => failure with
    {
        ErrorId = nameof(RetryAfterTooLong),
        Message = $"{failure.Message} That is longer than {ErrorText.Time(longest)}, the most that a retry may wait.",
        RecommendedAction = $"Send again in {ErrorText.Time(wait)}, or allow longer waits.",
        IsTransient = false,
    };

    public static DeliveryFailure BodyReportsFailure(Uri uri, DeliveryResponse response, Regex pattern, bool isMatch) => Status(
        WebhookErrorKind.Rejected,
        nameof(BodyReportsFailure),
        uri,
        response,
        isMatch
            ? $"The reply's body reports a failure: it matches '{pattern}'."
            : $"The reply's body does not report success: it does not match '{pattern}'{(response.IsBodyTruncated ? " in its first 64 KiB" : string.Empty)}.",
        "Look at the reply's body for the cause.");

    public static DeliveryFailure BodyPatternTimedOut(Uri uri, DeliveryResponse response, RegexMatchTimeoutException cause) => Status(
        WebhookErrorKind.InvalidArgument,
        nameof(BodyPatternTimedOut),
        uri,
        response,
        $"The pattern '{cause.Pattern}' found no end in the reply's body within {ErrorText.Time(cause.MatchTimeout)}, so that nobody knows whether it was taken.",
        "Write the pattern without nested repetitions, and look at the reply's body before sending again.") with
    { Cause = cause };

    public static DeliveryFailure RedirectNotFollowed(Uri uri, DeliveryResponse response, Uri target) => Status(
        WebhookErrorKind.Rejected,
        nameof(RedirectNotFollowed),
        uri,
        response,
        $"It redirects to {Quote(target)}. "
            + (response.StatusCode is 307 or 308
                ? "Redirects are not followed unless that is asked for."
                : "A redirect of this kind turns a POST into an empty GET, which the receiver then reports as a bad signature; it is not followed."),
        response.StatusCode is 307 or 308 ? $"Send to {Quote(target)} itself, or allow redirects." : $"Send to {Quote(target)} itself.");

    public static DeliveryFailure RedirectWithoutAddress(Uri uri, DeliveryResponse response) => Status(
        WebhookErrorKind.Rejected,
        nameof(RedirectWithoutAddress),
        uri,
        response,
        "It redirects, but names no http or https address to go to.",
        "Check that the address is a webhook receiver's.");

    public static DeliveryFailure TooManyRedirects(Uri uri, Uri target, int most) => new(
        WebhookErrorKind.Rejected,
        nameof(TooManyRedirects),
        FormattableString.Invariant($"{Quote(uri)} redirects to {Quote(target)}, and {most} redirects, the most that are allowed, were followed already."),
        "Check the receiver for redirects in a circle, or allow more.");

    public static DeliveryFailure RedirectToPlainHttp(Uri uri, Uri target) => new(
        WebhookErrorKind.Rejected,
        nameof(RedirectToPlainHttp),
        $"{Quote(uri)} redirects to {Quote(target)}, from https to http: the webhook would go over the network for all to read.",
        "Have the receiver's redirect mended.");

    public static DeliveryFailure RedirectToOtherReceiver(Uri uri, Uri target) => new(
        WebhookErrorKind.Rejected,
        nameof(RedirectToOtherReceiver),
        $"{Quote(uri)} redirects to {Quote(target)}, another receiver than the one that the credentials or the signature are meant for.",
        $"If the other one is to get them, send to {Quote(target)} itself.");

    private static DeliveryFailure Transport(string errorId, string message, string recommendedAction, Exception cause) =>
        new(WebhookErrorKind.ConnectionFailed, errorId, message, recommendedAction) { Cause = cause, IsTransient = true };

    private static DeliveryFailure Status(WebhookErrorKind kind, string errorId, Uri uri, DeliveryResponse response, string meaning, string recommendedAction) =>
        new(kind, errorId, $"{Quote(uri)} answered {ErrorText.Status(response.StatusCode)}. {meaning}", recommendedAction);

    private static string Quote(Uri uri) => $"'{ErrorText.Address(uri)}'";

    private static string Endpoint(Uri uri) => string.Create(CultureInfo.InvariantCulture, $"{uri.IdnHost}:{uri.Port}");

    /// <summary>The runtime's words for the cause, the innermost ones, which say most, with one full stop.</summary>
    private static string Sentence(Exception exception)
    {
        Exception cause = exception.GetBaseException();
        string message = cause is HttpIOException http ? cause.Message.Replace($" ({http.HttpRequestError})", string.Empty, StringComparison.Ordinal) : cause.Message;
        return message.TrimEnd('.') + ".";
    }
}
