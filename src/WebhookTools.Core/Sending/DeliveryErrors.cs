using System.Globalization;
using System.Text.RegularExpressions;
using WebhookTools.Core.Masking;

namespace WebhookTools.Core.Sending;

/// <summary>The errors of a delivery, one method for each cause. The method's name is the error id.</summary>
internal static class DeliveryErrors
{
    /// <summary>From this length in bytes, a broken connection may mean that the receiver rejected the body as too large.</summary>
    private const long LargeBody = 1024 * 1024;

    public static DeliveryFailure HostUnknown(Uri uri, Exception cause) => Transport(
        nameof(HostUnknown),
        $"Could not resolve host '{uri.IdnHost}' of {Quote(uri)}: {Sentence(cause)}",
        "Check the spelling of the host name and this machine's name resolution.",
        cause);

    public static DeliveryFailure ConnectionRefused(Uri uri, Exception cause) => Transport(
        nameof(ConnectionRefused),
        $"The connection to {Quote(uri)} was refused: nothing listens on {Endpoint(uri)}.",
        "Check that the receiver is running, that it listens on this address and port, and that no firewall rejects the connection.",
        cause);

    public static DeliveryFailure ConnectionFailed(Uri uri, Exception cause) => Transport(
        nameof(ConnectionFailed),
        $"Could not connect to {Quote(uri)}: {Sentence(cause)}",
        "Check the address, the route to it, and the firewalls in between.",
        cause);

    public static DeliveryFailure ConnectionBroken(Uri uri, long bodyLength, Exception cause) => Transport(
        nameof(ConnectionBroken),
        $"The connection to {Quote(uri)} was closed before the response was complete: {Sentence(cause)}",
        bodyLength >= LargeBody
            ? FormattableString.Invariant($"Check the receiver's log, and whether it accepts a body of {bodyLength} bytes: receivers often close the connection when a body is too large.")
            : $"Check the receiver's log, and whether {(uri.Scheme is "https" ? "it requires a client certificate" : "the port expects https")}.",
        cause);

    public static DeliveryFailure ConnectTimedOut(Uri uri, Exception cause) => Transport(
        nameof(ConnectTimedOut),
        $"Could not connect to {Quote(uri)} within {ErrorText.Time(ConnectionPool.ConnectTimeout)}.",
        "Check the address, the route to it, and the firewalls in between. A firewall that drops packets causes this error.",
        cause) with
    { Kind = WebhookErrorKind.Timeout };

    public static DeliveryFailure TimedOut(Uri uri, TimeSpan timeout, DeliveryResponse? response, Exception cause) => Transport(
        nameof(TimedOut),
        response is null
            ? $"{Quote(uri)} did not respond within {ErrorText.Time(timeout)}."
            : $"{Quote(uri)} responded with {ErrorText.Status(response.StatusCode)}, but the response body was not complete within {ErrorText.Time(timeout)}.",
        "Increase the timeout, or find out what delays the receiver: it should respond first and process the webhook afterwards.",
        cause) with
    { Kind = WebhookErrorKind.Timeout };

    public static DeliveryFailure CertificateInvalid(Uri uri, CertificateRejectedException cause) => new(
        WebhookErrorKind.CertificateInvalid,
        nameof(CertificateInvalid),
        $"The certificate of {Quote(uri)} was rejected: {cause.Reason}.",
        "Fix the receiver's certificate, or make this machine trust its issuer. For a test only, skip the certificate check.")
    {
        Cause = cause,
    };

    public static DeliveryFailure TlsFailed(Uri uri, Exception cause) => new(
        WebhookErrorKind.CertificateInvalid,
        nameof(TlsFailed),
        $"Could not establish a TLS connection to {Quote(uri)}: {Sentence(cause)}",
        "Check that the port expects https rather than http, which TLS versions the receiver supports, and whether it requires a client certificate.")
    {
        Cause = cause,
    };

    public static DeliveryFailure ReplyNotHttp(Uri uri, Exception cause) => Transport(
        nameof(ReplyNotHttp),
        $"The response of {Quote(uri)} is not valid HTTP: {Sentence(cause)}",
        "Check that the port is the receiver's, and that it expects http rather than https.",
        cause) with
    { Kind = WebhookErrorKind.ServerFailed };

    public static DeliveryFailure ReplyHeadersTooLong(Uri uri, Exception cause) => new(
        WebhookErrorKind.ServerFailed,
        nameof(ReplyHeadersTooLong),
        $"The response headers of {Quote(uri)} are longer than 64 KiB.",
        "Check that the port is the receiver's: webhook receivers do not send such responses.")
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
        $"Could not connect to the proxy {Quote(proxy)} for {Quote(uri)}: {Sentence(cause)}",
        "Check the proxy's address, including the environment variables http_proxy, https_proxy and all_proxy, or use no proxy.",
        cause);

    public static DeliveryFailure ProxyTunnelFailed(Uri uri, Uri? proxy, int? status, Exception cause) => Transport(
        nameof(ProxyTunnelFailed),
        $"The proxy{(proxy is null ? string.Empty : " " + Quote(proxy))} did not open a connection to {Quote(uri)}: {(status is null ? Sentence(cause) : $"it responded with {ErrorText.Status(status.Value)}.")}",
        "Check that the proxy is allowed to connect to this host and port.",
        cause) with
    { IsTransient = status is null or >= 500 };

    public static DeliveryFailure ProxyAuthenticationRequired(Uri uri, DeliveryResponse? response, Exception? cause) => new(
        WebhookErrorKind.AuthenticationFailed,
        nameof(ProxyAuthenticationRequired),
        $"The proxy for {Quote(uri)} requires credentials ({ErrorText.Status(response?.StatusCode ?? 407)}).",
        "Specify the proxy credential, or use no proxy.")
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
            { Signing: { } signing } => $"The receiver rejected the signature ({signing.Scheme.Name}) or the credentials.",
            { Credential: not null } => "The receiver rejected the credentials.",
            _ => "The receiver requires credentials or a signature, and none were sent.",
        },
        options.Signing is null
            ? "Specify the token, the credential, or the scheme and secret that the receiver expects."
            : "Check that the secret and the scheme match the receiver's, that both clocks agree, and that nothing in between changes the body.");

    public static DeliveryFailure Forbidden(Uri uri, DeliveryResponse response, DeliveryOptions options) => Status(
        WebhookErrorKind.AuthenticationFailed,
        nameof(Forbidden),
        uri,
        response,
        options.Signing is { } signing ? $"The receiver may have rejected the signature ({signing.Scheme.Name})." : "The receiver does not allow this request.",
        "Check the secret or the credentials, their permissions, and whether this machine's address is allowed.");

    public static DeliveryFailure ReceiverNotFound(Uri uri, DeliveryResponse response) => Status(
        WebhookErrorKind.Rejected,
        nameof(ReceiverNotFound),
        uri,
        response,
        "The host has no endpoint at this path.",
        "Check the path. Some services also send this response if a token in the URI is wrong or was revoked.");

    public static DeliveryFailure ReceiverGone(Uri uri, DeliveryResponse response) => Status(
        WebhookErrorKind.Rejected,
        nameof(ReceiverGone),
        uri,
        response,
        "The endpoint was permanently removed.",
        "Stop sending to this URI, and ask the receiver's owner for the new one.");

    public static DeliveryFailure MethodNotAllowed(Uri uri, DeliveryResponse response, string method) => Status(
        WebhookErrorKind.Rejected,
        nameof(MethodNotAllowed),
        uri,
        response,
        response.Headers.TryGetValue("Allow", out string? allowed) ? $"The endpoint does not accept {method}. It accepts: {DisplayText.Escape(allowed)}." : $"The endpoint does not accept {method}.",
        "Check the method and the path: a web page often accepts GET only.");

    public static DeliveryFailure RequestTimedOut(Uri uri, DeliveryResponse response) => Status(
        WebhookErrorKind.Timeout,
        nameof(RequestTimedOut),
        uri,
        response,
        "The request arrived too slowly.",
        "Send again later, or send a smaller body.");

    public static DeliveryFailure BodyTooLarge(Uri uri, DeliveryResponse response, long length) => Status(
        WebhookErrorKind.Rejected,
        nameof(BodyTooLarge),
        uri,
        response,
        string.Create(CultureInfo.InvariantCulture, $"The body has {length} bytes, more than the receiver accepts."),
        "Send smaller batches, or omit members that are null.");

    public static DeliveryFailure ContentTypeRefused(Uri uri, DeliveryResponse response, string contentType) => Status(
        WebhookErrorKind.Rejected,
        nameof(ContentTypeRefused),
        uri,
        response,
        $"The receiver does not accept the content type '{contentType}'.",
        "Specify the content type that the receiver's documentation names.");

    public static DeliveryFailure TooEarly(Uri uri, DeliveryResponse response) => Status(
        WebhookErrorKind.Rejected,
        nameof(TooEarly),
        uri,
        response,
        "The receiver rejected the request because it might be replayed.",
        "Send again.");

    public static DeliveryFailure TooManyRequests(Uri uri, DeliveryResponse response) => Status(
        WebhookErrorKind.RateLimited,
        nameof(TooManyRequests),
        uri,
        response,
        response.RetryAfter is { } delay ? $"The receiver asks for a delay of {ErrorText.Time(delay)}." : "The receiver asks for fewer requests.",
        "Send fewer requests at a time, send batches, or allow more retries and longer delays.");

    public static DeliveryFailure RequestRefused(Uri uri, DeliveryResponse response) => Status(
        WebhookErrorKind.Rejected,
        nameof(RequestRefused),
        uri,
        response,
        "The receiver rejected the request.",
        "See the response body: most receivers give the reason there.");

    public static DeliveryFailure ServerFailed(Uri uri, DeliveryResponse response) => Status(
        WebhookErrorKind.ServerFailed,
        nameof(ServerFailed),
        uri,
        response,
        response.RetryAfter is { } delay && delay > TimeSpan.Zero ? $"The receiver failed, and asks for a delay of {ErrorText.Time(delay)}." : "The receiver failed.",
        "See the response body and the receiver's log, and send again when the receiver works.");

    public static DeliveryFailure StatusNotUnderstood(Uri uri, DeliveryResponse response) => Status(
        WebhookErrorKind.Rejected,
        nameof(StatusNotUnderstood),
        uri,
        response,
        "This status reports neither success nor failure.",
        "Check that the URI is a webhook receiver's.");

    public static DeliveryFailure RetryAfterTooLong(DeliveryFailure failure, TimeSpan delay, TimeSpan longest) => failure with
    {
        ErrorId = nameof(RetryAfterTooLong),
        Message = $"{failure.Message} That exceeds {ErrorText.Time(longest)}, the maximum delay before a retry.",
        RecommendedAction = $"Send again in {ErrorText.Time(delay)}, or allow longer delays.",
        IsTransient = false,
    };

    public static DeliveryFailure BodyReportsFailure(Uri uri, DeliveryResponse response, Regex pattern, bool isMatch) => Status(
        WebhookErrorKind.Rejected,
        nameof(BodyReportsFailure),
        uri,
        response,
        isMatch
            ? $"The response body reports a failure: it matches '{pattern}'."
            : $"The response body does not report success: it does not match '{pattern}'{(response.IsBodyTruncated ? " in its first 64 KiB" : string.Empty)}.",
        "See the response body for the cause.");

    public static DeliveryFailure BodyPatternTimedOut(Uri uri, DeliveryResponse response, RegexMatchTimeoutException cause) => Status(
        WebhookErrorKind.InvalidArgument,
        nameof(BodyPatternTimedOut),
        uri,
        response,
        $"Matching '{cause.Pattern}' against the response body did not finish within {ErrorText.Time(cause.MatchTimeout)}, so it is unknown whether the receiver reported success.",
        "Write the pattern without nested quantifiers, and check the response body before you send again.") with
    { Cause = cause };

    public static DeliveryFailure RedirectNotFollowed(Uri uri, DeliveryResponse response, Uri target) => Status(
        WebhookErrorKind.Rejected,
        nameof(RedirectNotFollowed),
        uri,
        response,
        $"It redirects to {Quote(target)}. "
            + (response.StatusCode is 307 or 308
                ? "Redirects are not followed by default."
                : "This status turns a POST into an empty GET, which the receiver reports as an invalid signature, so it is not followed."),
        response.StatusCode is 307 or 308 ? $"Send to {Quote(target)}, or allow redirects." : $"Send to {Quote(target)}.");

    public static DeliveryFailure RedirectWithoutAddress(Uri uri, DeliveryResponse response) => Status(
        WebhookErrorKind.Rejected,
        nameof(RedirectWithoutAddress),
        uri,
        response,
        "It is a redirect without an http or https location.",
        "Check that the URI is a webhook receiver's.");

    public static DeliveryFailure TooManyRedirects(Uri uri, Uri target, int most) => new(
        WebhookErrorKind.Rejected,
        nameof(TooManyRedirects),
        FormattableString.Invariant($"{Quote(uri)} redirects to {Quote(target)}, but {most} redirects, the maximum, were already followed."),
        "Check the receiver for a redirect loop, or allow more redirects.");

    public static DeliveryFailure RedirectToPlainHttp(Uri uri, Uri target) => new(
        WebhookErrorKind.Rejected,
        nameof(RedirectToPlainHttp),
        $"{Quote(uri)} redirects from https to http, to {Quote(target)}, which would expose the webhook on the network.",
        "Fix the receiver's redirect.");

    public static DeliveryFailure RedirectToOtherReceiver(Uri uri, Uri target) => new(
        WebhookErrorKind.Rejected,
        nameof(RedirectToOtherReceiver),
        $"{Quote(uri)} redirects to {Quote(target)}, which is not the receiver that the credentials or the signature are for.",
        $"To send them to the other receiver, send to {Quote(target)}.");

    private static DeliveryFailure Transport(string errorId, string message, string recommendedAction, Exception cause) =>
        new(WebhookErrorKind.ConnectionFailed, errorId, message, recommendedAction) { Cause = cause, IsTransient = true };

    private static DeliveryFailure Status(WebhookErrorKind kind, string errorId, Uri uri, DeliveryResponse response, string meaning, string recommendedAction) =>
        new(kind, errorId, $"{Quote(uri)} responded with {ErrorText.Status(response.StatusCode)}. {meaning}", recommendedAction);

    private static string Quote(Uri uri) => $"'{AddressMask.Show(uri)}'";

    private static string Endpoint(Uri uri) => string.Create(CultureInfo.InvariantCulture, $"{uri.IdnHost}:{uri.Port}");

    // The innermost message says the most. It ends with exactly one full stop.
    private static string Sentence(Exception exception)
    {
        Exception cause = exception.GetBaseException();
        string message = cause is HttpIOException http ? cause.Message.Replace($" ({http.HttpRequestError})", string.Empty, StringComparison.Ordinal) : cause.Message;
        return message.TrimEnd('.') + ".";
    }
}
