using Microsoft.AspNetCore.Http;
using WebhookTools.Listener.Authentication;
using WebhookTools.Listener.Hosting;
using WebhookTools.Listener.Page.Feed;

namespace WebhookTools.Listener.Page;

/// <summary><c>GET /live/alerts</c>: what the page begins with.</summary>
internal sealed class LiveAlertsEndpoint(LiveFeed feed, Func<ListenerStatistics> statistics, ReaderSessions sessions, TimeProvider timeProvider) : IEndpoint
{
    public string Name => "live";

    public EndpointAccess Access => EndpointAccess.Reader;

    public bool IsRateLimited => false;

    public ValueTask AnswerAsync(RequestContext context)
    {
        if (LiveDataAccess.Refuse(context))
        {
            return ValueTask.CompletedTask;
        }

        LiveView view = feed.Snapshot();
        PageSecurity.Protect(Reply.Json(StatusCodes.Status200OK, writer =>
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
            writer.WriteStartArray("refused");
            foreach (LiveRefusal refusal in view.Refusals)
            {
                LiveJson.WriteRefusal(writer, refusal);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        })).Write(context.Http.Response);
        return ValueTask.CompletedTask;
    }
}
