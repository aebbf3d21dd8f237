using System.Security.Cryptography;
using System.Text;
using WebhookTools.Core.Alerts;

namespace WebhookTools.Listener.Deduplication;

/// <summary>Identifies an alert: its protocol and its fingerprint.</summary>
internal readonly record struct AlertKey(string Protocol, string Fingerprint)
{
    /// <summary>A longer fingerprint is replaced by its digest, so that senders cannot make keys of any length.</summary>
    private const int MaximumFingerprint = 128;

    public static AlertKey Of(string protocol, string fingerprint) => new(
        protocol,
        fingerprint.Length <= MaximumFingerprint ? fingerprint : Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(fingerprint))));
}

/// <summary>
/// A notification's claim to be the first to report its new alerts. Notifications of the same alerts wait for it, because a duplicate is
/// acknowledged only once the first one is in the journal.
/// </summary>
internal sealed class DeduplicationClaim(IReadOnlyList<WebhookAlert> newAlerts, bool isDuplicate)
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The alerts that were not reported within the window.</summary>
    public IReadOnlyList<WebhookAlert> NewAlerts { get; } = newAlerts;

    /// <summary>True if every alert of the notification was reported before and is in the journal.</summary>
    public bool IsDuplicate { get; } = isDuplicate;

    /// <summary>Completes when the claim is committed or abandoned.</summary>
    public Task Ended => _ended.Task;

    public void End() => _ended.TrySetResult();
}

/// <summary>
/// Finds alerts that were already reported within the window. A duplicate has the fingerprint <em>and</em> the status of the last report:
/// firing, resolved, firing within a minute are three reports, because a change of status must never be lost. A notification of several
/// alerts is journaled with its new ones if there are any, otherwise it is a duplicate. The window starts with the first report; duplicates
/// do not extend it. Memory is limited: beyond <see cref="MaximumAlerts"/> the oldest alert is forgotten and its duplicate is journaled.
/// </summary>
internal sealed class Deduplicator(TimeSpan window, TimeProvider timeProvider)
{
    /// <summary>The maximum number of remembered alerts.</summary>
    public const int MaximumAlerts = 50_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<AlertKey, Report> _reports = [];
    private readonly Queue<Report> _byAge = new();

    /// <summary>The number of remembered alerts.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _reports.Count;
            }
        }
    }

    /// <summary>Claims a notification's alerts. The caller ends the claim by <see cref="Commit"/> or <see cref="Abandon"/>.</summary>
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

            // A waiting notification holds no claim, so two notifications never wait for each other.
            await pending.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Ends a claim whose alerts are in the journal. From now on their duplicates are acknowledged.</summary>
    public void Commit(string protocol, DeduplicationClaim claim)
    {
        lock (_gate)
        {
            foreach (Report report in ReportsOf(protocol, claim))
            {
                report.Pending = null;
            }
        }

        claim.End();
    }

    /// <summary>Ends a claim whose alerts are not in the journal. The next notification of them is the first.</summary>
    public void Abandon(string protocol, DeduplicationClaim claim)
    {
        lock (_gate)
        {
            foreach (Report report in ReportsOf(protocol, claim))
            {
                _reports.Remove(report.Key);
            }
        }

        claim.End();
    }

    /// <summary>Remembers an alert of an earlier run, unless a newer report of it is known. Alerts are passed newest first.</summary>
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

            if (!_reports.ContainsKey(key))
            {
                long began = timeProvider.GetTimestamp() - (long)(age.TotalSeconds * timeProvider.TimestampFrequency);
                Add(new Report(key, alert.Status, began));
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
        var newAlerts = new List<WebhookAlert>(alerts.Count);
        var reports = new List<Report>(alerts.Count);
        foreach (WebhookAlert alert in alerts)
        {
            if (alert.Fingerprint is null)
            {
                newAlerts.Add(alert);
            }
            else if (Find(protocol, alert) is null)
            {
                newAlerts.Add(alert);
                var report = new Report(AlertKey.Of(protocol, alert.Fingerprint), alert.Status, timeProvider.GetTimestamp());
                reports.Add(report);
                Add(report);
            }
        }

        var claim = new DeduplicationClaim(newAlerts, isDuplicate: alerts.Count > 0 && newAlerts.Count == 0);
        foreach (Report report in reports)
        {
            report.Pending = claim;
        }

        return claim;
    }

    /// <summary>Finds the report that an alert duplicates.</summary>
    private Report? Find(string protocol, WebhookAlert alert) =>
        alert.Fingerprint is not null
        && _reports.TryGetValue(AlertKey.Of(protocol, alert.Fingerprint), out Report? report)
        && string.Equals(report.Status, alert.Status, StringComparison.Ordinal)
        && !IsOver(report)
            ? report
            : null;

    private IEnumerable<Report> ReportsOf(string protocol, DeduplicationClaim claim)
    {
        foreach (WebhookAlert alert in claim.NewAlerts)
        {
            // If another status was reported meanwhile, the report is no longer part of this claim.
            if (alert.Fingerprint is not null
                && _reports.TryGetValue(AlertKey.Of(protocol, alert.Fingerprint), out Report? report)
                && ReferenceEquals(report.Pending, claim))
            {
                yield return report;
            }
        }
    }

    private void Add(Report report)
    {
        _reports[report.Key] = report;
        _byAge.Enqueue(report);
    }

    private void Forget()
    {
        while (_byAge.TryPeek(out Report? oldest) && (IsOver(oldest) || _byAge.Count > MaximumAlerts))
        {
            _byAge.Dequeue();
            if (_reports.TryGetValue(oldest.Key, out Report? current) && ReferenceEquals(current, oldest))
            {
                _reports.Remove(oldest.Key);
            }
        }
    }

    private bool IsOver(Report report) => timeProvider.GetElapsedTime(report.Began) >= window;

    private sealed class Report(AlertKey key, string? status, long began)
    {
        public AlertKey Key { get; } = key;

        public string? Status { get; } = status;

        /// <summary>When the window started, as a timestamp: setting the clock does not move it.</summary>
        public long Began { get; } = began;

        /// <summary>The claim that is not yet in the journal, or null.</summary>
        public DeduplicationClaim? Pending { get; set; }
    }
}
