using WebhookTools.Core.Alerts;
using WebhookTools.Listener.Feed;
using WebhookTools.Listener.Forwarding;
using WebhookTools.Listener.Intake;
using WebhookTools.Listener.Reports;

namespace WebhookTools.Listener.Followers;

/// <summary>Passes accepted webhooks on to everything that follows the intake. None of it waits.</summary>
/// <param name="forwarder">Forwards webhooks, or null if they are not forwarded.</param>
internal sealed class WebhookPublisher(ReportStore reports, LiveFeed feed, WebhookForwarder? forwarder, FollowerHub followers)
{
    public bool HasFollowers => followers.HasFollowers;

    /// <summary>Updates the reports and the live page, and queues the webhook to be forwarded. Copies the body if it is needed.</summary>
    public void Publish(AcceptedWebhook webhook)
    {
        IReadOnlyList<WebhookAlert> alerts = webhook.Entry.Alerts;
        foreach (WebhookAlert alert in alerts)
        {
            reports.Add(alert);
        }

        forwarder?.Enqueue(webhook);
        if (alerts.Count > 0)
        {
            feed.Add(webhook.Entry, webhook.Entry.Body.Span, alerts);
        }
    }

    /// <summary>Passes the alerts to the followers, to be called once the response has been sent. Copies the body.</summary>
    public void PublishToFollowers(AcceptedWebhook webhook)
    {
        if (webhook.Entry.Alerts.Count == 0)
        {
            return;
        }

        AcceptedWebhook kept = webhook.ToKept();
        foreach (WebhookAlert alert in webhook.Entry.Alerts)
        {
            followers.Publish(alert with { Webhook = kept });
        }
    }
}
