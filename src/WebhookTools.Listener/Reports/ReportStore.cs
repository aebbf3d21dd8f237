using WebhookTools.Core.Alerts;
namespace WebhookTools.Listener.Reports;

/// <summary>
/// The reports of the alerts that were last told of, in memory: the journal is what lasts, and they are rebuilt from it.
/// Bounded in reports, in notices for each and in the length of every text.
/// </summary>
internal sealed class ReportStore
{
    public const int MaximumReports = 5000;
    public const int MaximumNotices = 100;
    public const int MaximumMembers = 32;
    public const int MaximumText = 512;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedListNode<Entry>> _byFingerprint = new(StringComparer.Ordinal);
    private readonly LinkedList<Entry> _byTime = new();

    /// <summary>Adds an alert to its report. One that is older than what is known only joins the history.</summary>
    public void Add(WebhookAlert alert)
    {
        if (string.IsNullOrEmpty(alert.Fingerprint) || alert.Fingerprint.Length > MaximumText)
        {
            return;
        }

        var notice = new AlertNotice(alert.Id, alert.ReceivedAt, Cut(alert.Status), alert.StartsAt, alert.EndsAt);
        lock (_gate)
        {
            if (!_byFingerprint.TryGetValue(alert.Fingerprint, out LinkedListNode<Entry>? node))
            {
                if (_byTime.Count == MaximumReports && alert.ReceivedAt < _byTime.First!.Value.Report.ReceivedAt)
                {
                    return;
                }

                node = new LinkedListNode<Entry>(new Entry(ReportOf(alert)));
                Insert(node);
                _byFingerprint.Add(alert.Fingerprint, node);
                Trim();
            }
            else if (alert.ReceivedAt >= node.Value.Report.ReceivedAt)
            {
                node.Value.Report = ReportOf(alert);
                _byTime.Remove(node);
                Insert(node);
            }

            node.Value.Add(notice);
        }
    }

    /// <summary>A report and its notices, oldest first; null where there is none.</summary>
    public AlertReport? Find(string fingerprint, out IReadOnlyList<AlertNotice> history)
    {
        lock (_gate)
        {
            bool isFound = _byFingerprint.TryGetValue(fingerprint, out LinkedListNode<Entry>? node);
            history = isFound ? [.. node!.Value.History] : [];
            return node?.Value.Report;
        }
    }

    /// <summary>All reports, the newest first.</summary>
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
        Name = Cut(alert.Name),
        Status = Cut(alert.Status),
        Severity = Cut(alert.Severity),
        Summary = Cut(alert.Summary),
        ReceivedAt = alert.ReceivedAt,
        StartsAt = alert.StartsAt,
        EndsAt = alert.EndsAt,
        Labels = Cut(alert.Labels),
        Annotations = Cut(alert.Annotations),
    };

    private static string? Cut(string? text) => text is null || text.Length <= MaximumText ? text : text[..(MaximumText - 1)] + "…";

    private static KeyValuePair<string, string>[] Cut(IReadOnlyDictionary<string, string> members)
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

            kept[count++] = new(Cut(name)!, Cut(value)!);
        }

        return kept;
    }

    /// <summary>Reports come in the order of time, but for those that are read back while new ones arrive.</summary>
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
        while (_byTime.Count > MaximumReports)
        {
            _byFingerprint.Remove(_byTime.First!.Value.Report.Fingerprint);
            _byTime.RemoveFirst();
        }
    }

    private sealed class Entry(AlertReport report)
    {
        public AlertReport Report { get; set; } = report;

        public List<AlertNotice> History { get; } = [];

        /// <summary>Notices come in their order but for those that are read back while new ones arrive.</summary>
        public void Add(AlertNotice notice)
        {
            int place = History.Count;
            while (place > 0 && string.CompareOrdinal(History[place - 1].Id, notice.Id) > 0)
            {
                place--;
            }

            if (place > 0 && string.Equals(History[place - 1].Id, notice.Id, StringComparison.Ordinal))
            {
                return;
            }

            History.Insert(place, notice);
            if (History.Count > MaximumNotices)
            {
                History.RemoveAt(0);
            }
        }
    }
}
