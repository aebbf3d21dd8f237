using WebhookTools.Core.Alerts;
using WebhookTools.Listener.Journal;

namespace WebhookTools.Listener.Feed;

/// <summary>
/// What the live page shows, in memory: the last alerts and the last rejected requests, bounded in number and in bytes.
/// It is fed behind the replies. Pages that are open are only told that there is something new and read it from here,
/// so that a slow one holds nothing up and takes no memory of its own.
/// </summary>
internal sealed class LiveFeed(TimeProvider timeProvider) : IDisposable
{
    public const int MaximumAlerts = 500;
    public const int MaximumRejections = 50;
    public const int MaximumClients = 32;

    /// <summary>The most memory, in bytes and about, that alerts and their bodies may take.</summary>
    public const long MaximumSize = 8L * 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly LinkedList<LiveAlert> _alerts = [];
    private readonly Dictionary<string, LiveAlert> _byId = new(StringComparer.Ordinal);
    private readonly LinkedList<LiveRejection> _rejections = [];
    private readonly HashSet<LiveClient> _clients = [];
    private readonly CancellationTokenSource _ended = new();
    private long _size;
    private long _sequence;
    private long _evicted;
    private long _rejected;
    private long _version;
    private long _epoch;

    /// <summary>When it began: another one after a restart.</summary>
    public DateTimeOffset StartedAt { get; } = timeProvider.GetUtcNow();

    /// <summary>Cancelled when the listener stops.</summary>
    public CancellationToken Ended => _ended.Token;

    /// <summary>About how many bytes are taken.</summary>
    public long Size
    {
        get
        {
            lock (_gate)
            {
                return _size;
            }
        }
    }

    /// <summary>Adds the alerts of a webhook that is on disk and answered.</summary>
    /// <param name="body">Its body; copied.</param>
    public void Add(JournalEntry entry, ReadOnlySpan<byte> body, IReadOnlyList<WebhookAlert> alerts)
    {
        LiveRequest request = LiveRequest.Of(entry, body);
        lock (_gate)
        {
            for (int index = Math.Max(0, alerts.Count - MaximumAlerts); index < alerts.Count; index++)
            {
                LiveAlert alert = LiveAlert.Of(++_sequence, alerts[index], request);
                if (_byId.TryAdd(alert.Alert.Id, alert))
                {
                    _alerts.AddLast(alert);
                    Count(alert);
                }
            }

            Trim();
            Signal();
        }
    }

    /// <summary>Puts alerts that an earlier run took before those that came since.</summary>
    /// <param name="alerts">Newest first, as the journal is read.</param>
    public void Restore(IReadOnlyList<WebhookAlert> alerts)
    {
        if (alerts.Count == 0)
        {
            return;
        }

        // Read before anybody has to wait for it.
        LiveRequest[] requests = RequestsOf(alerts);
        lock (_gate)
        {
            LinkedListNode<LiveAlert>? first = _alerts.First;
            long sequence = -alerts.Count;
            for (int index = alerts.Count - 1; index >= 0; index--)
            {
                LiveAlert alert = LiveAlert.Of(++sequence, alerts[index], requests[index]);
                if (!_byId.TryAdd(alert.Alert.Id, alert))
                {
                    continue;
                }

                if (first is null)
                {
                    _alerts.AddLast(alert);
                }
                else
                {
                    _alerts.AddBefore(first, alert);
                }

                Count(alert);
            }

            Trim();
            _epoch++;
            Signal();
        }
    }

    /// <summary>Adds a rejected request; one like another is counted with it.</summary>
    public void AddRejection(LiveRejection rejection)
    {
        lock (_gate)
        {
            LinkedListNode<LiveRejection>? alike = _rejections.First;
            while (alike is not null && !alike.Value.IsLike(rejection))
            {
                alike = alike.Next;
            }

            if (alike is not null)
            {
                _rejections.Remove(alike);
            }

            _rejections.AddLast(rejection with { Id = alike?.Value.Id ?? ++_rejected, Count = (alike?.Value.Count ?? 0) + 1, Version = ++_version });
            if (_rejections.Count > MaximumRejections)
            {
                _rejections.RemoveFirst();
            }

            Signal();
        }
    }

    public LiveAlert? Find(string id)
    {
        lock (_gate)
        {
            return _byId.GetValueOrDefault(id);
        }
    }

    /// <summary>Everything.</summary>
    public LiveView Snapshot()
    {
        lock (_gate)
        {
            return new LiveView([.. _alerts], [.. _rejections], IsGap: false, Position);
        }
    }

    /// <summary>What came since a page was last told.</summary>
    public LiveView Since(LivePosition told)
    {
        lock (_gate)
        {
            var alerts = new List<LiveAlert>();
            for (LinkedListNode<LiveAlert>? node = _alerts.Last; node is not null && node.Value.Sequence > told.Sequence; node = node.Previous)
            {
                alerts.Add(node.Value);
            }

            var rejections = new List<LiveRejection>();
            for (LinkedListNode<LiveRejection>? node = _rejections.Last; node is not null && node.Value.Version > told.Version; node = node.Previous)
            {
                rejections.Add(node.Value);
            }

            alerts.Reverse();
            rejections.Reverse();
            return new LiveView(alerts, rejections, told.Epoch != _epoch || told.Sequence < _evicted, Position);
        }
    }

    /// <summary>Lets a page follow; null where too many do, or the listener stops.</summary>
    public LiveClient? TryConnect()
    {
        lock (_gate)
        {
            if (_ended.IsCancellationRequested || _clients.Count >= MaximumClients)
            {
                return null;
            }

            var client = new LiveClient(Position, timeProvider, Disconnect);
            _clients.Add(client);
            return client;
        }
    }

    /// <summary>The listener stops: no page may hold it up.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            foreach (LiveClient client in _clients)
            {
                client.Complete();
            }
        }

        _ended.Cancel();
    }

    public void Dispose() => _ended.Dispose();

    private static LiveRequest[] RequestsOf(IReadOnlyList<WebhookAlert> alerts)
    {
        var requests = new LiveRequest[alerts.Count];
        for (int index = 0; index < requests.Length; index++)
        {
            // The alerts of one webhook stand together and share its body.
            bool isOfTheSame = index > 0 && alerts[index].Payload is { } payload && ReferenceEquals(payload, alerts[index - 1].Payload);
            requests[index] = isOfTheSame ? requests[index - 1] : LiveRequest.Restored(alerts[index]);
        }

        return requests;
    }

    private LivePosition Position => new(_epoch, _sequence, _version);

    private void Count(LiveAlert alert)
    {
        _size += alert.Size + (alert.Request.KeptAlerts++ == 0 ? alert.Request.Size : 0);
    }

    private void Trim()
    {
        while (_alerts.Count > MaximumAlerts || (_size > MaximumSize && _alerts.Count > 0))
        {
            LiveAlert oldest = _alerts.First!.Value;
            _alerts.RemoveFirst();
            _byId.Remove(oldest.Alert.Id);
            _evicted = Math.Max(_evicted, oldest.Sequence);
            _size -= oldest.Size + (--oldest.Request.KeptAlerts == 0 ? oldest.Request.Size : 0);
        }
    }

    private void Signal()
    {
        foreach (LiveClient client in _clients)
        {
            client.Signal();
        }
    }

    private void Disconnect(LiveClient client)
    {
        lock (_gate)
        {
            _clients.Remove(client);
        }
    }
}
