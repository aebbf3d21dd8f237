using System.Globalization;
using Microsoft.AspNetCore.Http;
using WebhookTools.Listener.Metrics;
using WebhookTools.Listener.Page.Feed;

namespace WebhookTools.Listener.Hosting;

/// <summary>
/// Counts refused requests and tells the operator, in the log and on the live page. Why somebody may not come in stands in the log at
/// Debug level alone; what is wrong with a request beside the warning. A reason never holds a secret or the expected signature.
/// </summary>
internal sealed class RefusalLog(ListenerCounters counters, LiveFeed live, TimeProvider timeProvider, ThrottledLog log)
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
        log.Write(ListenerLogLevel.Warning, eventId, () => $"{Name(context)} was refused: it may not come in.");
        log.Write(ListenerLogLevel.Debug, eventId, () => $"{Name(context)}: {LogText.Clean(reason)}");
        Show(context, reason);
    }

    /// <inheritdoc cref="Unauthorized"/>
    public void Rejected(RequestContext context, string cause, int status, string reason)
    {
        counters.Rejected(cause);
        log.Write(ListenerLogLevel.Warning, "RequestRejected", () => string.Create(CultureInfo.InvariantCulture, $"{Name(context)} was answered {status}: {LogText.Clean(reason)}"));
        Show(context, reason);
    }

    /// <summary>A webhook that could not be kept: the intake told why.</summary>
    public void Unavailable(RequestContext context)
    {
        counters.Rejected(RefusalReason.Journal);
        Show(context, "the journal cannot keep it now; the log says why");
    }

    /// <summary>Shows it on the live page once it is answered: only then is its status certain.</summary>
    private void Show(RequestContext context, string reason)
    {
        HttpRequest request = context.Http.Request;
        var refusal = new LiveRefusal
        {
            Method = LogText.Clean(request.Method),
            Path = LogText.Clean(request.Path.Value ?? "/"),
            Remote = context.Remote?.ToString() ?? string.Empty,
            Reason = LogText.Clean(reason),
            Time = timeProvider.GetUtcNow(),
            Status = 0,
        };
        context.Http.Response.OnCompleted(() =>
        {
            live.Refuse(refusal with { Status = context.Http.Response.StatusCode });
            return Task.CompletedTask;
        });
    }

    private static string Name(RequestContext context) =>
        $"{LogText.Clean(context.Http.Request.Method + " " + context.Http.Request.Path.Value)} from {context.Remote}";
}
