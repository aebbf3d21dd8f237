namespace WebhookTools.Listener.Forwarding;

/// <summary>Webhooks that did not even get a first attempt, told together: the first and the last of their ids, which are in order.</summary>
internal sealed class LostWebhooks
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

    /// <returns>Whether there were any since this was last asked.</returns>
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
