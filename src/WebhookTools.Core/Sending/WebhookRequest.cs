using System.Net.Http.Headers;
using System.Text;

namespace WebhookTools.Core.Sending;

/// <summary>
/// A request that goes on the wire only once. The runtime's handler resends some requests on another connection: those
/// without a body if the connection is closed before a response, and those that an HTTP/2 receiver refuses. A receiver
/// would then see more requests than the attempts that the result reports, so the resend fails here, and the retry
/// policy decides.
/// </summary>
internal sealed class WebhookRequest(HttpMethod method, Uri uri) : HttpRequestMessage(method, uri)
{
    /// <summary>Each request has this header exactly once; it stands for the head.</summary>
    public const string MarkerHeader = "User-Agent";

    private AuthenticationHeaderValue? _proxyAuthorization;
    private bool _isSent;

    /// <summary>Marks the request as sent: from here on, the receiver may have seen it.</summary>
    public void MarkSent()
    {
        _isSent = true;
        _proxyAuthorization = Headers.ProxyAuthorization;
    }

    /// <summary>
    /// The handler's <see cref="SocketsHttpHandler.RequestHeaderEncodingSelector"/>, the one place that it calls each time
    /// that it writes a request's head, before any byte of it is sent.
    /// </summary>
    /// <exception cref="HttpRequestException">The request was sent before.</exception>
    public static Encoding? OnHeader(string name, HttpRequestMessage request)
    {
        if (name.Equals(MarkerHeader, StringComparison.OrdinalIgnoreCase) && request is WebhookRequest webhook)
        {
            webhook.OnHead();
        }

        return null;
    }

    private void OnHead()
    {
        // A proxy that asks for credentials has not passed the request on.
        if (_isSent && Equals(_proxyAuthorization, Headers.ProxyAuthorization))
        {
            throw new HttpRequestException(HttpRequestError.ResponseEnded, "The receiver closed the connection or refused the request before it sent a response.");
        }

        // With a body, the request is sent when the body is: an HTTP/2 connection may turn out to be closing before that.
        if (Content is null)
        {
            MarkSent();
        }
    }
}
