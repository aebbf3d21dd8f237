using System.Net;
using Microsoft.AspNetCore.Http;
using WebhookTools.Listener.Rejections;

namespace WebhookTools.Listener.Http;

/// <summary>A request on its way to an endpoint.</summary>
/// <param name="Http">The server's context.</param>
/// <param name="Remote">The client's address, or null if it is unknown.</param>
internal readonly record struct RequestContext(HttpContext Http, IPAddress? Remote)
{
    public RejectedRequest ToRejected() => new(Http.Request.Method, Http.Request.Path.Value ?? "/", Remote);
}

/// <summary>Who may use an endpoint.</summary>
internal enum EndpointAccess
{
    /// <summary>Everyone.</summary>
    Anyone,

    /// <summary>Clients of the allowed networks. The endpoint checks the rest itself.</summary>
    Network,

    /// <summary>Readers of alerts: those with a token or the password; without either, clients on this machine.</summary>
    Reader,

    /// <summary>Readers of metrics: all readers, and if neither a token nor a password is set, those who may send without.</summary>
    Observer,

    /// <summary>Senders. The endpoint checks them itself, because a signature covers the body.</summary>
    Sender,
}

/// <summary>Handles the requests for one path and method.</summary>
internal interface IEndpoint
{
    /// <summary>The name in metrics: that of a protocol or page.</summary>
    string Name { get; }

    EndpointAccess Access { get; }

    /// <summary>True if a request counts against the rate limits. Health probes do not, because they must work under load too.</summary>
    bool IsRateLimited { get; }

    /// <summary>True if the response is a stream, whose duration is not that of a request.</summary>
    bool IsStream => false;

    ValueTask HandleAsync(RequestContext context);

    /// <summary>Called after the response, unless it was a stream.</summary>
    void OnResponded(int status, TimeSpan elapsed)
    {
    }
}
