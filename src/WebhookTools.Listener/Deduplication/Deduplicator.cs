using WebhookTools.Core.Alerts;
namespace WebhookTools.Listener.Deduplication;

/// <summary>
/// Finds alerts that repeat what was told within the window. A repeat has the fingerprint <em>and</em> the status that its alert
/// was last told with: firing, resolved, firing within a minute are three notices, since a change of status must never be lost.
/// A notification of several alerts is journaled if at least one is new, with its new ones; if none is, it is a repeat as a whole.
/// The window begins at the first notice and is not prolonged by repeats. Memory is bounded: beyond <see cref="MaximumAlerts"/>
/// the oldest is forgotten, and its repeat is journaled once more.
/// </summary>
internal sealed class Deduplicator(TimeSpan window, TimeProvider timeProvider)
{
    /// <summary>How many alerts are remembered.</summary>
    public const int MaximumAlerts = 50_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<AlertKey, Notice> _notices = [];
    private readonly Queue<Notice> _byAge = new();

    /// <summary>How many alerts are remembered now.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _notices.Count;
            }
        }
    }

    /// <summary>Claims a notification's alerts. The caller tells by <see cref="Commit"/> or <see cref="Abandon"/> what became of it.</summary>
    public async ValueTask<DeduplicationClaim> ClaimAsync(string protocol, IReadOnlyList<WebhookAlert> alerts, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task pending;
            lock (_gate)
            {
                if (FindPending(protocol, alerts) is not { } other)
                {
                    return Claim(protocol, alerts);
                }

                pending = other.Ended;
            }

            // Nothing is held while waiting, so two notifications never wait for each other.
            await pending.WaitAsync(cancellationToken);
        }
    }

    /// <summary>The claim's alerts are on disk: from now on their repeats are acknowledged.</summary>
    public void Commit(string protocol, DeduplicationClaim claim)
    {
        lock (_gate)
        {
            foreach (Notice notice in NoticesOf(protocol, claim))
            {
                notice.Pending = null;
            }
        }

        claim.End();
    }

    /// <summary>The claim's alerts are not on disk: the next to bring them is the first.</summary>
    public void Abandon(string protocol, DeduplicationClaim claim)
    {
        lock (_gate)
        {
            foreach (Notice notice in NoticesOf(protocol, claim))
            {
                _notices.Remove(notice.Key);
            }
        }

        claim.End();
    }

    /// <summary>Remembers an alert that an earlier run kept. They are told newest first: what is known already is newer.</summary>
    public void Remember(WebhookAlert alert)
    {
        if (alert.Fingerprint is null)
        {
            return;
        }

        TimeSpan age = timeProvider.GetUtcNow() - alert.ReceivedAt;
        if (age < TimeSpan.Zero || age >= window)
        {
            return;
        }

        lock (_gate)
        {
            var key = AlertKey.Of(alert.Protocol, alert.Fingerprint);

            if (!_notices.ContainsKey(key))
            {
                long began = timeProvider.GetTimestamp() - (long)(age.TotalSeconds * timeProvider.TimestampFrequency);
                Add(new Notice(key, alert.Status, began));
            }
        }
    }

    private DeduplicationClaim? FindPending(string protocol, IReadOnlyList<WebhookAlert> alerts)
    {
        foreach (WebhookAlert alert in alerts)
        {
            if (Find(protocol, alert) is { Pending: { } pending })
            {
                return pending;
            }
        }

        return null;
    }

    private DeduplicationClaim Claim(string protocol, IReadOnlyList<WebhookAlert> alerts)
    {
        Forget();
        var isNew = new List<WebhookAlert>(alerts.Count);
        var notices = new List<Notice>(alerts.Count);
        foreach (WebhookAlert alert in alerts)
        {
            if (alert.Fingerprint is null)
            {
                isNew.Add(alert);
            }
            else if (Find(protocol, alert) is null)
            {
                isNew.Add(alert);
                var notice = new Notice(AlertKey.Of(protocol, alert.Fingerprint), alert.Status, timeProvider.GetTimestamp());
                notices.Add(notice);
                Add(notice);
            }
        }

        var claim = new DeduplicationClaim(isNew, isDuplicate: alerts.Count > 0 && isNew.Count == 0);
        foreach (Notice notice in notices)
        {
            notice.Pending = claim;
        }

        return claim;
    }

    /// <summary>The notice that an alert would repeat, or null.</summary>
    private Notice? Find(string protocol, WebhookAlert alert) =>
        alert.Fingerprint is not null
        && _notices.TryGetValue(AlertKey.Of(protocol, alert.Fingerprint), out Notice? notice)
        && string.Equals(notice.Status, alert.Status, StringComparison.Ordinal)
        && !IsOver(notice)
            ? notice
            : null;

    private IEnumerable<Notice> NoticesOf(string protocol, DeduplicationClaim claim)
    {
        foreach (WebhookAlert alert in claim.NewAlerts)
        {
            // Another status may have come since; then the notice is no longer this claim's.
            if (alert.Fingerprint is not null
                && _notices.TryGetValue(AlertKey.Of(protocol, alert.Fingerprint), out Notice? notice)
                && ReferenceEquals(notice.Pending, claim))
            {
                yield return notice;
            }
        }
    }

    private void Add(Notice notice)
    {
        _notices[notice.Key] = notice;
        _byAge.Enqueue(notice);
    }

    private void Forget()
    {
        while (_byAge.TryPeek(out Notice? oldest) && (IsOver(oldest) || _byAge.Count > MaximumAlerts))
        {
            _byAge.Dequeue();
            if (_notices.TryGetValue(oldest.Key, out Notice? current) && ReferenceEquals(current, oldest))
            {
                _notices.Remove(oldest.Key);
            }
        }
    }

    private bool IsOver(Notice notice) => timeProvider.GetElapsedTime(notice.Began) >= window;

    private sealed class Notice(AlertKey key, string? status, long began)
    {
        public AlertKey Key { get; } = key;

        public string? Status { get; } = status;

        /// <summary>When it was told, in the clock's own ticks: a step of the time of day moves no window.</summary>
        public long Began { get; } = began;

        /// <summary>The claim that is not yet on disk, or null.</summary>
        public DeduplicationClaim? Pending { get; set; }
    }
}
