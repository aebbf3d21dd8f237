namespace WebhookTools.Listener.Reports;

/// <summary>An alert's history as times of one status after the other, made of the notices of it.</summary>
internal sealed class AlertTimeline
{
    private AlertTimeline(IReadOnlyList<AlertSegment> segments, DateTimeOffset now)
    {
        Segments = segments;
        Now = now;
    }

    /// <summary>Oldest first; each begins where the one before it ends.</summary>
    public IReadOnlyList<AlertSegment> Segments { get; }

    public DateTimeOffset Now { get; }

    /// <summary>How often it went bad.</summary>
    public int Episodes => Bad.Count();

    /// <summary>How long it was bad, in all.</summary>
    public TimeSpan BadTime => Bad.Aggregate(TimeSpan.Zero, (sum, segment) => sum + segment.Duration(Now));

    /// <summary>The longest time that it was bad, or null.</summary>
    public TimeSpan? LongestBad => Bad.Select(segment => (TimeSpan?)segment.Duration(Now)).Max();

    /// <summary>The longest quiet between two times that it was bad, or null.</summary>
    public TimeSpan? LongestGap
    {
        get
        {
            TimeSpan? longest = null;
            AlertSegment? before = null;
            foreach (AlertSegment segment in Bad)
            {
                if (before?.To is { } end && (longest is null || segment.From - end > longest))
                {
                    longest = segment.From - end;
                }

                before = segment;
            }

            return longest;
        }
    }

    private IEnumerable<AlertSegment> Bad => Segments.Where(segment => IsBad(segment.Status));

    /// <param name="history">Oldest first.</param>
    public static AlertTimeline Of(IReadOnlyList<AlertNotice> history, DateTimeOffset now)
    {
        var segments = new List<AlertSegment>();
        string? status = null;
        DateTimeOffset from = default;
        var notices = new List<DateTimeOffset>();
        foreach (AlertNotice notice in history)
        {
            if (notices.Count > 0 && !IsNew(notice, status, notices[^1]))
            {
                notices.Add(notice.ReceivedAt);
                continue;
            }

            DateTimeOffset begin = BeginOf(notice);
            if (notices.Count > 0)
            {
                // A sender's clock may be wrong, or its word may be about a time that was told otherwise: no segment begins before the one before it.
                begin = begin < from ? notice.ReceivedAt : begin;
                segments.Add(new AlertSegment(status, from, begin, notices));
            }

            status = notice.Status;
            from = begin;
            notices = [notice.ReceivedAt];
        }

        if (notices.Count > 0)
        {
            segments.Add(new AlertSegment(status, from, To: null, notices));
        }

        return new AlertTimeline(segments, now);
    }

    /// <summary>Another status; or the same again of which the sender says that it began anew, so that the end of the first was never told.</summary>
    private static bool IsNew(AlertNotice notice, string? status, DateTimeOffset lastNotice) =>
        !string.Equals(notice.Status, status, StringComparison.OrdinalIgnoreCase)
        || (IsBad(status) && notice.StartsAt is { } start && start > lastNotice && start <= notice.ReceivedAt);

    private static DateTimeOffset BeginOf(AlertNotice notice)
    {
        DateTimeOffset? said = StatusTone.Of(notice.Status) switch
        {
            StatusTone.Bad => notice.StartsAt,
            StatusTone.Good => notice.EndsAt,
            _ => null,
        };
        return said is { } time && time <= notice.ReceivedAt ? time : notice.ReceivedAt;
    }

    private static bool IsBad(string? status) => string.Equals(StatusTone.Of(status), StatusTone.Bad, StringComparison.Ordinal);
}
