using Microsoft.AspNetCore.Http;
using WebhookTools.Listener.Feed;
using WebhookTools.Listener.Http;
using WebhookTools.Listener.Messages;
using WebhookTools.Listener.Reports;

namespace WebhookTools.Listener.Page;

/// <summary><c>GET /live/alerts/{id}</c>: the details of one alert.</summary>
internal sealed class LiveAlertEndpoint(LiveFeed feed, ReportStore reports, TimeProvider timeProvider) : IEndpoint
{
    public const string Prefix = "/live/alerts/";

    private static readonly WebhookResponse NotFound = PageSecurity.Protect(WebhookResponse.Detail(StatusCodes.Status404NotFound, "The alert is no longer in memory. The journal contains it."));

    public string Name => "live";

    public EndpointAccess Access => EndpointAccess.Reader;

    public bool IsRateLimited => false;

    public ValueTask HandleAsync(RequestContext context)
    {
        HttpContext http = context.Http;
        if (!LiveDataAccess.Reject(context))
        {
            ResponseFor(http.Request.Path.Value![Prefix.Length..]).WriteTo(http.Response);
        }

        return ValueTask.CompletedTask;
    }

    private WebhookResponse ResponseFor(string id)
    {
        if (feed.Find(id) is not { } alert)
        {
            return NotFound;
        }

        IReadOnlyList<AlertNotification> history = [];
        if (alert.Alert.Fingerprint is { } fingerprint)
        {
            reports.Find(fingerprint, out history);
        }

        AlertTimeline timeline = AlertTimeline.Of(history, timeProvider.GetUtcNow());
        return PageSecurity.Protect(WebhookResponse.Json(StatusCodes.Status200OK, writer => LiveJson.WriteDetail(writer, alert, timeline)));
    }
}
