using System.Runtime.InteropServices;
using WebhookTools.Core.Alerts;
using WebhookTools.Listener.Journal;

namespace WebhookTools.Listener.Feed;

/// <summary>
/// The content of the live page, in memory: the latest alerts and rejected requests, limited in number and size. Alerts are
/// added after the response was sent. Open pages are only signaled and read the news from here, so a slow page delays nothing
/// and needs no memory for a queue.
/// </summary>
internal sealed class LiveFeed(TimeProvider timeProvider) : IDisposable
{
    public const int MaximumAlerts = 500;
    public const int MaximumRejections = 50;
    public const int MaximumClients = 32;

    /// <summary>The approximate maximum memory size of the alerts and their webhooks in bytes.</summary>
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

    /// <summary>The start time, which identifies a run of the listener.</summary>
    public DateTimeOffset StartedAt { get; } = timeProvider.GetUtcNow();

    /// <summary>Canceled when the listener stops.</summary>
    public CancellationToken Ended => _ended.Token;

    /// <summary>The approximate memory size in bytes.</summary>
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

    /// <summary>Adds the alerts of an accepted webhook.</summary>
    /// <param name="body">The body, which is copied.</param>
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

    /// <summary>Inserts alerts of earlier runs before those of this run.</summary>
    /// <param name="alerts">The alerts, newest first.</param>
    public void Restore(IReadOnlyList<LiveAlert> alerts)
    {
        if (alerts.Count == 0)
        {
            return;
        }

        lock (_gate)
        {
            LinkedListNode<LiveAlert>? first = _alerts.First;
            long sequence = -alerts.Count;
            for (int index = alerts.Count - 1; index >= 0; index--)
            {
                LiveAlert alert = alerts[index] with { Sequence = ++sequence };
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

    /// <summary>Adds a rejected request. Equal requests are counted together.</summary>
    public void AddRejection(LiveRejection rejection)
    {
        lock (_gate)
        {
            LinkedListNode<LiveRejection>? equal = _rejections.First;
            while (equal is not null && !equal.Value.IsSameAs(rejection))
            {
                equal = equal.Next;
            }

            if (equal is not null)
            {
                _rejections.Remove(equal);
            }

            _rejections.AddLast(rejection with { Id = equal?.Value.Id ?? ++_rejected, Count = (equal?.Value.Count ?? 0) + 1, Version = ++_version });
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

    public LiveView Snapshot()
    {
        lock (_gate)
        {
            return new LiveView([.. _alerts], [.. _rejections], IsGap: false, Position);
        }
    }

    /// <summary>Returns the news since a position.</summary>
    public LiveView Since(LivePosition position)
    {
        lock (_gate)
        {
            var alerts = new List<LiveAlert>();
            for (LinkedListNode<LiveAlert>? node = _alerts.Last; node is not null && node.Value.Sequence > position.Sequence; node = node.Previous)
            {
                alerts.Add(node.Value);
            }

            var rejections = new List<LiveRejection>();
            for (LinkedListNode<LiveRejection>? node = _rejections.Last; node is not null && node.Value.Version > position.Version; node = node.Previous)
            {
                rejections.Add(node.Value);
            }

            alerts.Reverse();
            rejections.Reverse();
            return new LiveView(alerts, rejections, position.Epoch != _epoch || position.Sequence < _evicted, Position);
        }
    }

    /// <summary>Connects a page. Returns null if too many pages are open or the listener is stopping.</summary>
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

    /// <summary>Disconnects all pages, because the listener stops.</summary>
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

/// <summary>The content of the feed, or the changes since a position, oldest first.</summary>
/// <param name="IsGap">True if the changes are incomplete and the page must reload its content.</param>
/// <param name="Position">The position after this content.</param>
internal sealed record LiveView(IReadOnlyList<LiveAlert> Alerts, IReadOnlyList<LiveRejection> Rejections, bool IsGap, LivePosition Position);

/// <summary>A position in the feed.</summary>
/// <param name="Epoch">Changes when older alerts are inserted, so that pages reload.</param>
/// <param name="Sequence">The sequence number of the last alert.</param>
/// <param name="Version">The version of the last change to the rejected requests.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct LivePosition(long Epoch, long Sequence, long Version);
