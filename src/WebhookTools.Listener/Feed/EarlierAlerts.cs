using WebhookTools.Core.Alerts;
namespace WebhookTools.Listener.Feed;

/// <summary>Collects what the page will show of an earlier run, while the journal is read from its newest alert on: no more than the page keeps.</summary>
internal sealed class EarlierAlerts
{
    private readonly List<WebhookAlert> _alerts = [];
    private long _size;
    private bool _isFull;

    /// <summary>Newest first.</summary>
    public IReadOnlyList<WebhookAlert> Alerts => _alerts;

    public void Add(WebhookAlert alert)
    {
        // The alerts of one webhook come one after the other and share its body.
        bool isOfTheSame = _alerts.Count > 0 && ReferenceEquals(_alerts[^1].Payload, alert.Payload);
        _size += isOfTheSame ? 0 : alert.GetBodyLength();
        _isFull = _isFull || _alerts.Count == LiveFeed.MaximumAlerts || _size > LiveFeed.MaximumSize;
        if (!_isFull)
        {
            _alerts.Add(alert);
        }
    }
}
