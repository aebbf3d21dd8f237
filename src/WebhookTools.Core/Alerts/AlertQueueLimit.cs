namespace WebhookTools.Core.Alerts;

/// <summary>
/// Limits a queue of alerts in number and memory. The alerts of one webhook share it, so that its size counts once, however many of
/// them are in the queue. Not thread-safe.
/// </summary>
/// <param name="maximumCount">The maximum number of alerts.</param>
/// <param name="maximumSize">The approximate maximum size of the alerts and their webhooks in bytes.</param>
public sealed class AlertQueueLimit(int maximumCount, long maximumSize)
{
    private readonly Dictionary<OriginalWebhook, int> _webhooks = new(ReferenceEqualityComparer.Instance);
    private long _size;
    private int _count;

    /// <summary>Counts an alert that enters the queue.</summary>
    public void Add(WebhookAlert alert)
    {
        ArgumentNullException.ThrowIfNull(alert);
        _count++;
        _size += alert.GetSize();
        if (alert.Webhook is { } webhook)
        {
            int sharing = _webhooks.GetValueOrDefault(webhook);
            _webhooks[webhook] = sharing + 1;
            _size += sharing == 0 ? webhook.Size : 0;
        }
    }

    /// <summary>Counts an alert that leaves the queue.</summary>
    public void Remove(WebhookAlert alert)
    {
        ArgumentNullException.ThrowIfNull(alert);
        _count--;
        _size -= alert.GetSize();
        if (alert.Webhook is { } webhook && --_webhooks[webhook] == 0)
        {
            _webhooks.Remove(webhook);
            _size -= webhook.Size;
        }
    }

    /// <summary>
    /// Whether the oldest alert must make room for the newest one. Alerts of the same webhook never do: part of a notification would
    /// be lost, and what its alerts share would stay in memory.
    /// </summary>
    public bool MustDrop(WebhookAlert oldest, WebhookAlert newest)
    {
        ArgumentNullException.ThrowIfNull(oldest);
        ArgumentNullException.ThrowIfNull(newest);
        return (_count > maximumCount || _size > maximumSize)
            && !ReferenceEquals(oldest, newest)
            && (oldest.Webhook is null || !ReferenceEquals(oldest.Webhook, newest.Webhook));
    }
}
