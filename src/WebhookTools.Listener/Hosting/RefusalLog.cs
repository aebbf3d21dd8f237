using System.Globalization;
using Microsoft.AspNetCore.Http;
using WebhookTools.Listener.Metrics;

namespace WebhookTools.Listener.Hosting;

/// <summary>
/// Counts refused requests and tells the operator: that one was refused, and at Debug level why.
/// The reason is the verdict; it never holds a secret or the expected signature.
/// </summary>
internal sealed class RefusalLog(ListenerCounters counters, ThrottledLog log)
{
    /// <param name="cause">One of <see cref="RefusalReason"/>.</param>
    /// <param name="reason">What was found, in a few words.</param>
    public void Unauthorized(RequestContext context, string cause, string reason)
    {
        counters.Unauthorized(cause);
        string eventId = cause switch
        {
            RefusalReason.Signature => "SignatureRefused",
            RefusalReason.Network => "NetworkRefused",
            _ => "CredentialsRefused",
        };
        Write(context, eventId, "it may not come in", reason);
    }

    /// <inheritdoc cref="Unauthorized"/>
    public void Rejected(RequestContext context, string cause, int status, string reason)
    {
        counters.Rejected(cause);
        Write(context, "RequestRejected", string.Create(CultureInfo.InvariantCulture, $"it was answered {status}"), reason);
    }

    /// <summary>A webhook that could not be kept: the intake told why.</summary>
    public void Unavailable() => counters.Rejected(RefusalReason.Journal);

    private void Write(RequestContext context, string eventId, string what, string reason)
    {
        HttpRequest request = context.Http.Request;
        log.Write(ListenerLogLevel.Warning, eventId, () => $"{Name(request)} from {context.Remote} was refused: {what}.");
        log.Write(ListenerLogLevel.Debug, eventId, () => $"{Name(request)} from {context.Remote}: {LogText.Clean(reason)}");
    }

    private static string Name(HttpRequest request) => LogText.Clean(request.Method + " " + request.Path.Value);
}
