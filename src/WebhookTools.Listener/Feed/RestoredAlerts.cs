using WebhookTools.Core.Alerts;

namespace WebhookTools.Listener.Feed;

/// <summary>Collects the alerts of earlier runs for the live page while the journal is read, newest first, up to the limits of the page.</summary>
internal sealed class RestoredAlerts
{
    private readonly List<WebhookAlert> _alerts = [];
    private long _size;
    private bool _isFull;

    /// <summary>The alerts, newest first.</summary>
    public IReadOnlyList<WebhookAlert> Alerts => _alerts;

    public void Add(WebhookAlert alert)
    {
        // The alerts of one webhook are consecutive and share its body.
        bool isSameWebhook = _alerts.Count > 0 && ReferenceEquals(_alerts[^1].Payload, alert.Payload);
        _size += isSameWebhook ? 0 : alert.GetBodyLength();
        _isFull = _isFull || _alerts.Count == LiveFeed.MaximumAlerts || _size > LiveFeed.MaximumSize;
        if (!_isFull)
        {
            _alerts.Add(alert);
        }
    }
}
