using WebhookTools.Core.Alerts;

namespace WebhookTools.Listener.Journal.Reading;

/// <summary>Reads the newest alerts, newest first, of a file that can only be read forward. It keeps at most <paramref name="count"/> alerts in memory.</summary>
internal sealed class ReversedAlertSource(IAlertSource forward, int count) : IAlertSource
{
    private bool _isRead;

    /// <inheritdoc/>
    public async ValueTask<bool> ReadAsync(List<WebhookAlert> alerts, CancellationToken cancellationToken)
    {
        if (_isRead)
        {
            return false;
        }

        _isRead = true;
        var newest = new Queue<WebhookAlert>();
        var next = new List<WebhookAlert>();
        while (await forward.ReadAsync(next, cancellationToken))
        {
            foreach (WebhookAlert alert in next)
            {
                if (newest.Count == count)
                {
                    newest.Dequeue();
                }

                newest.Enqueue(alert);
            }

            next.Clear();
        }

        alerts.AddRange(newest.Reverse());
        return newest.Count > 0;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => forward.DisposeAsync();
}
