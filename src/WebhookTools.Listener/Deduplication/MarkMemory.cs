namespace WebhookTools.Listener.Deduplication;

/// <summary>The last report of an alert, or a message.</summary>
/// <param name="mark">What identifies it.</param>
/// <param name="entryId">The id of the journal entry that it is in.</param>
/// <param name="began">When its window started, as a timestamp: setting the clock does not move it.</param>
internal sealed class MarkReport(Mark mark, string entryId, long began)
{
    public Mark Mark { get; } = mark;

    public string EntryId { get; } = entryId;

    public long Began { get; } = began;

    /// <summary>The claim that is not yet in the journal, or null.</summary>
    public DeduplicationClaim? Pending { get; set; }
}

/// <summary>Remembers the last report of each key for a time. Not thread-safe.</summary>
internal sealed class MarkMemory(TimeSpan window, TimeProvider timeProvider)
{
    /// <summary>The maximum number of reports. Each has a fixed size of about 250 bytes.</summary>
    public const int MaximumReports = 50_000;

    private readonly Dictionary<UInt128, MarkReport> _reports = [];
    private readonly Queue<MarkReport> _byAge = new();

    public TimeSpan Window => window;

    public int Count => _reports.Count;

    /// <summary>Finds the report that has the key and content of a mark.</summary>
    public MarkReport? Find(Mark mark) =>
        _reports.TryGetValue(mark.Key, out MarkReport? report) && report.Mark == mark && !IsOver(report) ? report : null;

    public MarkReport Add(Mark mark, string entryId) => Add(new MarkReport(mark, entryId, timeProvider.GetTimestamp()));

    /// <summary>Adds a report of an earlier run, unless its window is over. Reports are restored oldest first.</summary>
    public void Restore(Mark mark, string entryId, DateTimeOffset receivedAt)
    {
        // A clock that was set back since is no reason to journal a duplicate.
        TimeSpan age = timeProvider.GetUtcNow() - receivedAt;
        age = age < TimeSpan.Zero ? TimeSpan.Zero : age;
        if (age < window)
        {
            Add(new MarkReport(mark, entryId, timeProvider.GetTimestamp() - (long)(age.TotalSeconds * timeProvider.TimestampFrequency)));
        }
    }

    /// <summary>Removes a report, unless a later one has replaced it.</summary>
    public void Remove(MarkReport report)
    {
        if (_reports.TryGetValue(report.Mark.Key, out MarkReport? current) && ReferenceEquals(current, report))
        {
            _reports.Remove(report.Mark.Key);
        }
    }

    private MarkReport Add(MarkReport report)
    {
        _reports[report.Mark.Key] = report;
        _byAge.Enqueue(report);
        while (_byAge.TryPeek(out MarkReport? oldest) && (_byAge.Count > MaximumReports || IsOver(oldest)))
        {
            Remove(_byAge.Dequeue());
        }

        return report;
    }

    private bool IsOver(MarkReport report) => timeProvider.GetElapsedTime(report.Began) >= window;
}
