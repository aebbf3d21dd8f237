using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace WebhookTools.Listener.Hosting;

/// <summary>
/// Counts refused requests and tells the operator: that one was refused, and at Debug level why.
/// The reason is the verdict; it never holds a secret or the expected signature.
/// </summary>
internal sealed class RefusalLog(ListenerCounters counters, ThrottledLog log)
{
    public void Unauthorized(RequestContext context, string eventId, string reason)
    {
        counters.Unauthorized();
        Write(context, eventId, "its credentials or its signature do not hold", reason);
    }

    public void Rejected(RequestContext context, int status, string reason)
    {
        counters.Rejected();
        Write(context, "WebhookRejected", string.Create(CultureInfo.InvariantCulture, $"it was answered {status}"), reason);
    }

    /// <summary>A webhook that could not be kept: the intake told why.</summary>
    public void Unavailable() => counters.Rejected();

    private void Write(RequestContext context, string eventId, string what, string reason)
    {
        HttpRequest request = context.Http.Request;
        log.Write(ListenerLogLevel.Warning, eventId, () => $"{Name(request)} from {context.Remote} was refused: {what}.");
        log.Write(ListenerLogLevel.Debug, eventId, () => $"{Name(request)} from {context.Remote}: {LogText.Clean(reason)}");
    }

    private static string Name(HttpRequest request) => LogText.Clean(request.Method + " " + request.Path.Value);
}
