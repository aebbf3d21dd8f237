using Microsoft.AspNetCore.Http;
using WebhookTools.Listener.Feed;
using WebhookTools.Listener.Http;
using WebhookTools.Listener.Http.Readers;
using WebhookTools.Listener.Messages;

namespace WebhookTools.Listener.Page;

/// <summary><c>GET /live/alerts</c>: the content with which the live page starts.</summary>
internal sealed class LiveAlertsEndpoint(LiveFeed feed, Func<ListenerStatistics> statistics, ReaderSessions sessions, TimeProvider timeProvider) : IEndpoint
{
    public string Name => "live";

    public EndpointAccess Access => EndpointAccess.Reader;

    public bool IsRateLimited => false;

    public ValueTask HandleAsync(RequestContext context)
    {
        if (LiveDataAccess.Reject(context))
        {
            return ValueTask.CompletedTask;
        }

        LiveView view = feed.Snapshot();
        PageSecurity.Protect(WebhookResponse.Json(StatusCodes.Status200OK, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("now", timeProvider.GetUtcNow());
            writer.WriteString("startedAt", feed.StartedAt);
            writer.WriteBoolean("signedIn", sessions.IsSignedIn(context.Http));
            writer.WritePropertyName("statistics");
            LiveJson.WriteStatistics(writer, statistics());
            writer.WriteStartArray("alerts");
            foreach (LiveAlert alert in view.Alerts)
            {
                LiveJson.WriteAlert(writer, alert);
            }

            writer.WriteEndArray();
            writer.WriteStartArray("rejected");
            foreach (LiveRejection rejection in view.Rejections)
            {
                LiveJson.WriteRejection(writer, rejection);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        })).WriteTo(context.Http.Response);
        return ValueTask.CompletedTask;
    }
}
