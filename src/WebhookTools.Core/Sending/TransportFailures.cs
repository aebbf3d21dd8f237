using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;

namespace WebhookTools.Core.Sending;

/// <summary>What the runtime's transport errors mean for a delivery.</summary>
internal static class TransportFailures
{
    /// <summary>The body's own error, which the runtime may have wrapped while it sent.</summary>
    public static WebhookException? FindOwn(Exception exception) => Find<WebhookException>(exception);

    /// <summary>Why no reply came, and whether to try again.</summary>
    /// <param name="exception">An <see cref="HttpRequestException"/>, an <see cref="IOException"/> or a <see cref="SocketException"/>.</param>
    public static DeliveryFailure From(Exception exception, Uri uri, DeliveryOptions options, long bodyLength)
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
            HttpRequestError.VersionNegotiationError => DeliveryErrors.HttpVersionRefused(uri, exception),
            HttpRequestError.InvalidResponse or HttpRequestError.HttpProtocolError => DeliveryErrors.ReplyNotHttp(uri, exception),
            HttpRequestError.ConfigurationLimitExceeded => DeliveryErrors.ReplyHeadersTooLong(uri, exception),
            _ => DeliveryErrors.ConnectionBroken(uri, bodyLength, exception),
        };
    }

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

    private static DeliveryFailure FromTunnel(Exception exception, Uri uri, DeliveryOptions options)
    {
        HttpStatusCode? status = (exception as HttpRequestException)?.StatusCode;
        return status == HttpStatusCode.ProxyAuthenticationRequired
            ? DeliveryErrors.ProxyAuthenticationRequired(uri, reply: null, exception)
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
