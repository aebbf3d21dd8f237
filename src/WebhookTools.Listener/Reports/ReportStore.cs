using WebhookTools.Core.Alerts;

namespace WebhookTools.Listener.Reports;

/// <summary>
/// Keeps the reports of the latest alerts in memory, and is rebuilt from the journal. The number and the memory of reports, the
/// number of notifications of each, and the length of all text are limited.
/// </summary>
internal sealed class ReportStore
{
    public const int MaximumReports = 5000;
    public const int MaximumNotifications = 100;
    public const int MaximumMembers = 32;
    public const int MaximumText = 512;

    /// <summary>The approximate maximum memory size of all reports and their notifications in bytes: enough for the maximum number of usual ones.</summary>
    public const long MaximumSize = 16L * 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedListNode<Entry>> _byFingerprint = new(StringComparer.Ordinal);
    private readonly LinkedList<Entry> _byTime = new();
    private long _size;

    /// <summary>The approximate memory size of all reports and their notifications in bytes.</summary>
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

    /// <summary>Adds an alert to its report. An alert that is older than the report is only added to the history.</summary>
    public void Add(WebhookAlert alert)
    {
        if (string.IsNullOrEmpty(alert.Fingerprint) || alert.Fingerprint.Length > MaximumText)
        {
            return;
        }

        var notification = new AlertNotification(alert.Id, alert.ReceivedAt, Truncate(alert.Status), alert.StartsAt, alert.EndsAt);
        lock (_gate)
        {
            if (!_byFingerprint.TryGetValue(alert.Fingerprint, out LinkedListNode<Entry>? node))
            {
                node = new LinkedListNode<Entry>(new Entry(ReportOf(alert)));
                Insert(node);
                _byFingerprint.Add(alert.Fingerprint, node);
            }
            else
            {
                _size -= node.Value.Size;
                if (alert.ReceivedAt >= node.Value.Report.ReceivedAt)
                {
                    node.Value.Report = ReportOf(alert);
                    _byTime.Remove(node);
                    Insert(node);
                }
            }

            node.Value.Add(notification);
            _size += node.Value.Size;
            Trim();
        }
    }

    /// <summary>Returns a report and its notifications, oldest first, or null if it does not exist.</summary>
    public AlertReport? Find(string fingerprint, out IReadOnlyList<AlertNotification> history)
    {
        lock (_gate)
        {
            bool isFound = _byFingerprint.TryGetValue(fingerprint, out LinkedListNode<Entry>? node);
            history = isFound ? [.. node!.Value.History] : [];
            return node?.Value.Report;
        }
    }

    /// <summary>Returns all reports, newest first.</summary>
    public IReadOnlyList<AlertReport> All()
    {
        lock (_gate)
        {
            return [.. _byTime.Select(entry => entry.Report).Reverse()];
        }
    }

    private static AlertReport ReportOf(WebhookAlert alert) => new()
    {
        Fingerprint = alert.Fingerprint!,
        Protocol = alert.Protocol,
        Name = Truncate(alert.Name),
        Status = Truncate(alert.Status),
        Severity = Truncate(alert.Severity),
        Summary = Truncate(alert.Summary),
        ReceivedAt = alert.ReceivedAt,
        StartsAt = alert.StartsAt,
        EndsAt = alert.EndsAt,
        Labels = Truncate(alert.Labels),
        Annotations = Truncate(alert.Annotations),
    };

    private static string? Truncate(string? text) => text is null || text.Length <= MaximumText ? text : text[..(MaximumText - 1)] + "…";

    private static KeyValuePair<string, string>[] Truncate(IReadOnlyDictionary<string, string> members)
    {
        if (members.Count == 0)
        {
            return [];
        }

        var kept = new KeyValuePair<string, string>[Math.Min(members.Count, MaximumMembers)];
        int count = 0;
        foreach ((string name, string value) in members)
        {
            if (count == kept.Length)
            {
                break;
            }

            kept[count++] = new(Truncate(name)!, Truncate(value)!);
        }

        return kept;
    }

    // Reports arrive in order of time, except when they are restored from the journal while new alerts arrive.
    private void Insert(LinkedListNode<Entry> node)
    {
        DateTimeOffset time = node.Value.Report.ReceivedAt;
        if (_byTime.First is { } oldest && time < oldest.Value.Report.ReceivedAt)
        {
            _byTime.AddFirst(node);
            return;
        }

        LinkedListNode<Entry>? before = _byTime.Last;
        while (before is not null && time < before.Value.Report.ReceivedAt)
        {
            before = before.Previous;
        }

        if (before is null)
        {
            _byTime.AddLast(node);
        }
        else
        {
            _byTime.AddAfter(before, node);
        }
    }

    private void Trim()
    {
        while (_byTime.Count > MaximumReports || _size > MaximumSize)
        {
            Entry oldest = _byTime.First!.Value;
            _size -= oldest.Size;
            _byFingerprint.Remove(oldest.Report.Fingerprint);
            _byTime.RemoveFirst();
        }
    }

    private sealed class Entry(AlertReport report)
    {
        private long _historySize;

        public AlertReport Report { get; set; } = report;

        public long Size => Report.Size + _historySize;

        public List<AlertNotification> History { get; } = [];

        // Notifications arrive in order, except when they are restored from the journal while new alerts arrive.
        public void Add(AlertNotification notification)
        {
            int place = History.Count;
            while (place > 0 && string.CompareOrdinal(History[place - 1].Id, notification.Id) > 0)
            {
                place--;
            }

            if (place > 0 && string.Equals(History[place - 1].Id, notification.Id, StringComparison.Ordinal))
            {
                return;
            }

            History.Insert(place, notification);
            _historySize += notification.Size;
            if (History.Count > MaximumNotifications)
            {
                _historySize -= History[0].Size;
                History.RemoveAt(0);
            }
        }
    }
}
