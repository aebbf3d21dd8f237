namespace WebhookTools.Listener.Forwarding;

/// <summary>Collects webhooks that were dropped without an attempt, to report them together: their number, and the first and last of their ids, which are ordered.</summary>
internal sealed class DroppedWebhooks
{
    private readonly Lock _gate = new();
    private string _first = string.Empty;
    private string _last = string.Empty;
    private long _count;

    public void Add(string id)
    {
        lock (_gate)
        {
            _first = _count == 0 || string.CompareOrdinal(id, _first) < 0 ? id : _first;
            _last = _count == 0 || string.CompareOrdinal(id, _last) > 0 ? id : _last;
            _count++;
        }
    }

    /// <summary>Returns the webhooks since the last call.</summary>
    /// <returns>False if there are none.</returns>
    public bool TryTake(out long count, out string first, out string last)
    {
        lock (_gate)
        {
            (count, first, last) = (_count, _first, _last);
            _count = 0;
            return count > 0;
        }
    }
}
