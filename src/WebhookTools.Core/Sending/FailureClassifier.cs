using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;

namespace WebhookTools.Core.Sending;

/// <summary>Maps the status of a response, or the exception that came in its place, to a failure.</summary>
internal static class FailureClassifier
{
    private const long ProtocolError = 0x1;
    private const long FlowControlError = 0x3;
    private const long FrameSizeError = 0x6;
    private const long CompressionError = 0x9;
    private const long Http11Required = 0xd;

    /// <summary>Classifies a response that is neither a success nor a redirect.</summary>
    public static DeliveryFailure FromStatus(DeliveryResponse response, Uri uri, DeliveryOptions options, long bodyLength)
    {
        DeliveryFailure failure = response.StatusCode switch
        {
            401 => DeliveryErrors.Unauthorized(uri, response, options),
            403 => DeliveryErrors.Forbidden(uri, response, options),
            404 => DeliveryErrors.ReceiverNotFound(uri, response),
            405 => DeliveryErrors.MethodNotAllowed(uri, response, options.Method),
            407 => DeliveryErrors.ProxyAuthenticationRequired(uri, response, cause: null),
            408 => DeliveryErrors.RequestTimedOut(uri, response),
            410 => DeliveryErrors.ReceiverGone(uri, response),
            413 => DeliveryErrors.BodyTooLarge(uri, response, bodyLength),
            415 => DeliveryErrors.ContentTypeRefused(uri, response, options.EffectiveContentType),
            425 => DeliveryErrors.TooEarly(uri, response),
            429 => DeliveryErrors.TooManyRequests(uri, response),
            >= 400 and <= 499 => DeliveryErrors.RequestRefused(uri, response),
            >= 500 => DeliveryErrors.ServerFailed(uri, response),
            _ => DeliveryErrors.StatusNotUnderstood(uri, response),
        };
        return failure with { IsTransient = IsTransient(response.StatusCode), RetryAfter = response.RetryAfter };
    }

    /// <summary>Finds an error of the body, which the runtime wraps when it occurs while the body is sent.</summary>
    public static WebhookException? FindOwn(Exception exception) => Find<WebhookException>(exception);

    /// <summary>Classifies a transport failure.</summary>
    /// <param name="exception">An <see cref="HttpRequestException"/>, <see cref="IOException"/> or <see cref="SocketException"/>.</param>
    public static DeliveryFailure FromException(Exception exception, Uri uri, DeliveryOptions options, long bodyLength)
    {
        if (Find<CertificateRejectedException>(exception) is { } rejected)
        {
            return DeliveryErrors.CertificateInvalid(uri, rejected);
        }

        HttpRequestError error = exception switch
        {
            HttpRequestException http => http.HttpRequestError,
            HttpIOException io => io.HttpRequestError,
            _ => HttpRequestError.Unknown,
        };
        return error switch
        {
            HttpRequestError.NameResolutionError => options.Connection.FindProxy(uri) is { } proxy
                ? DeliveryErrors.ProxyNotReachable(uri, proxy, exception)
                : DeliveryErrors.HostUnknown(uri, exception),
            HttpRequestError.ConnectionError => FromConnecting(exception, uri, options),
            HttpRequestError.SecureConnectionError => Find<AuthenticationException>(exception) is { } handshake
                ? DeliveryErrors.TlsFailed(uri, handshake)
                : DeliveryErrors.ConnectionBroken(uri, bodyLength, exception),
            HttpRequestError.ProxyTunnelError => FromTunnel(exception, uri, options),
            HttpRequestError.VersionNegotiationError => DeliveryErrors.HttpVersionRefused(uri, options.Connection.HttpVersion, exception),
            HttpRequestError.InvalidResponse => DeliveryErrors.ReplyNotHttp(uri, exception),
            HttpRequestError.HttpProtocolError => FromProtocol(exception, uri, options, bodyLength),
            HttpRequestError.ConfigurationLimitExceeded => DeliveryErrors.ReplyHeadersTooLong(uri, exception),
            _ => DeliveryErrors.ConnectionBroken(uri, bodyLength, exception),
        };
    }

    // 501 and 505 say that the receiver will never accept this request.
    private static bool IsTransient(int status) => status is 408 or 425 or 429 or (>= 500 and not 501 and not 505);

    private static DeliveryFailure FromConnecting(Exception exception, Uri uri, DeliveryOptions options)
    {
        if (options.Connection.FindProxy(uri) is { } proxy)
        {
            return DeliveryErrors.ProxyNotReachable(uri, proxy, exception);
        }

        return Find<SocketException>(exception)?.SocketErrorCode == SocketError.ConnectionRefused
            ? DeliveryErrors.ConnectionRefused(uri, exception)
            : DeliveryErrors.ConnectionFailed(uri, Find<SocketException>(exception) ?? exception);
    }

    /// <summary>Classifies an error of HTTP/2 by its code (RFC 9113, 7).</summary>
    private static DeliveryFailure FromProtocol(Exception exception, Uri uri, DeliveryOptions options, long bodyLength) =>
        Find<HttpProtocolException>(exception)?.ErrorCode switch
        {
            Http11Required => DeliveryErrors.HttpVersionRefused(uri, options.Connection.HttpVersion, exception),
            ProtocolError or FlowControlError or FrameSizeError or CompressionError => DeliveryErrors.ReplyNotHttp(uri, exception),
            _ => DeliveryErrors.ConnectionBroken(uri, bodyLength, exception),
        };

    private static DeliveryFailure FromTunnel(Exception exception, Uri uri, DeliveryOptions options)
    {
        HttpStatusCode? status = (exception as HttpRequestException)?.StatusCode;
        return status == HttpStatusCode.ProxyAuthenticationRequired
            ? DeliveryErrors.ProxyAuthenticationRequired(uri, response: null, exception)
            : DeliveryErrors.ProxyTunnelFailed(uri, options.Connection.FindProxy(uri), (int?)status, exception);
    }

    private static T? Find<T>(Exception exception)
        where T : Exception
    {
        for (Exception? current = exception; current is not null; current = current.InnerException)
        {
            if (current is T found)
            {
                return found;
            }
        }

        return null;
    }
}
