using WebhookTools.Core.Alerts;

namespace WebhookTools.Listener.Feed;

/// <summary>Collects the alerts of earlier runs for the live page while the journal is read, newest first, up to the limits of the page.</summary>
internal sealed class RestoredAlerts
{
    private readonly List<LiveAlert> _alerts = [];
    private object? _payload;
    private long _size;
    private bool _isFull;

    /// <summary>The alerts, newest first.</summary>
    public IReadOnlyList<LiveAlert> Alerts => _alerts;

    public void Add(WebhookAlert alert)
    {
        _isFull = _isFull || _alerts.Count == LiveFeed.MaximumAlerts;
        if (_isFull)
        {
            return;
        }

        // The alerts of one webhook are consecutive and share its body.
        bool isSameWebhook = alert.Payload is { } payload && ReferenceEquals(payload, _payload);
        LiveRequest request = isSameWebhook ? _alerts[^1].Request : LiveRequest.Restore(alert);
        LiveAlert live = LiveAlert.Of(sequence: 0, alert, request);
        _payload = alert.Payload;
        _size += live.Size + (isSameWebhook ? 0 : request.Size);
        _isFull = _size > LiveFeed.MaximumSize;
        if (!_isFull)
        {
            _alerts.Add(live);
        }
    }
}
