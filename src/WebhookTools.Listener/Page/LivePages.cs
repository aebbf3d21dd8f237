using Microsoft.AspNetCore.Http;
using WebhookTools.Listener.Feed;
using WebhookTools.Listener.Http;
using WebhookTools.Listener.Http.Readers;
using WebhookTools.Listener.Reports;

namespace WebhookTools.Listener.Page;

/// <summary>Maps the endpoints of the live page.</summary>
internal static class LivePages
{
    private const string Owner = "the live page";

    private static readonly string[] Assets = ["live.css", "live.js", "replay.js", "icon.svg"];

    public static void Map(
        RouteTable routes,
        LiveFeed feed,
        ReportStore reports,
        ReaderAuthorization readers,
        ReaderSessions sessions,
        Func<ListenerStatistics> statistics,
        TimeProvider timeProvider)
    {
        routes.Add(HttpMethods.Get, "/", new HomeEndpoint(readers), Owner);
        foreach (string asset in Assets)
        {
            routes.Add(HttpMethods.Get, "/live/" + asset, new AssetEndpoint(PageAsset.Load(asset)), Owner);
        }

        routes.Add(HttpMethods.Get, "/live/alerts", new LiveAlertsEndpoint(feed, statistics, sessions, timeProvider), Owner);
        routes.Add(HttpMethods.Get, LiveAlertEndpoint.Prefix + "*", new LiveAlertEndpoint(feed, reports, timeProvider), Owner);
        routes.Add(HttpMethods.Get, "/live/events", new LiveEventsEndpoint(feed, statistics, timeProvider), Owner);
        routes.Add(HttpMethods.Post, SignInEndpoint.Path, new SignInEndpoint(readers, sessions), Owner);
        routes.Add(HttpMethods.Post, SignOutEndpoint.Path, new SignOutEndpoint(sessions), Owner);
    }
}
