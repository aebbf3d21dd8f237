using System.Globalization;
using Microsoft.AspNetCore.Http;
using WebhookTools.Listener.Metrics;
using WebhookTools.Listener.Page.Feed;

namespace WebhookTools.Listener.Hosting;

/// <summary>
/// Counts refused requests and tells the operator: in the log that one was refused, and at Debug level why; on the live page both.
/// The reason is the verdict; it never holds a secret or the expected signature.
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
        Write(context, eventId, "it may not come in", reason);
    }

    /// <inheritdoc cref="Unauthorized"/>
    public void Rejected(RequestContext context, string cause, int status, string reason)
    {
        counters.Rejected(cause);
        Write(context, "RequestRejected", string.Create(CultureInfo.InvariantCulture, $"it was answered {status}"), reason);
    }

    /// <summary>A webhook that could not be kept: the intake told why.</summary>
    public void Unavailable(RequestContext context)
    {
        counters.Rejected(RefusalReason.Journal);
        Show(context, "the journal cannot keep it now; the log says why");
    }

    private void Write(RequestContext context, string eventId, string what, string reason)
    {
        HttpRequest request = context.Http.Request;
        log.Write(ListenerLogLevel.Warning, eventId, () => $"{Name(request)} from {context.Remote} was refused: {what}.");
        log.Write(ListenerLogLevel.Debug, eventId, () => $"{Name(request)} from {context.Remote}: {LogText.Clean(reason)}");
        Show(context, reason);
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

    private static string Name(HttpRequest request) => LogText.Clean(request.Method + " " + request.Path.Value);
}
