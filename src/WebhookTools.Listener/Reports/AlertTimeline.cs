namespace WebhookTools.Listener.Reports;

/// <summary>The history of an alert as consecutive segments with one status each, derived from its notifications.</summary>
internal sealed class AlertTimeline
{
    private AlertTimeline(IReadOnlyList<AlertSegment> segments, DateTimeOffset now)
    {
        Segments = segments;
        Now = now;
    }

    /// <summary>The segments, oldest first. Each starts where the previous one ends.</summary>
    public IReadOnlyList<AlertSegment> Segments { get; }

    public DateTimeOffset Now { get; }

    /// <summary>The number of segments with a bad status.</summary>
    public int Episodes => Bad.Count();

    /// <summary>The total duration of the bad segments.</summary>
    public TimeSpan BadTime => Bad.Aggregate(TimeSpan.Zero, (sum, segment) => sum + segment.Duration(Now));

    /// <summary>The duration of the longest bad segment, or null if there is none.</summary>
    public TimeSpan? LongestBad => Bad.Select(segment => (TimeSpan?)segment.Duration(Now)).Max();

    /// <summary>The longest time between two bad segments, or null.</summary>
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

    /// <param name="history">The notifications, oldest first.</param>
    public static AlertTimeline Of(IReadOnlyList<AlertNotification> history, DateTimeOffset now)
    {
        var segments = new List<AlertSegment>();
        string? status = null;
        DateTimeOffset from = default;
        var notifications = new List<DateTimeOffset>();
        foreach (AlertNotification notification in history)
        {
            if (notifications.Count > 0 && !IsNew(notification, status, notifications[^1]))
            {
                notifications.Add(notification.ReceivedAt);
                continue;
            }

            DateTimeOffset begin = BeginOf(notification);
            if (notifications.Count > 0)
            {
                // The sender's time may be wrong or contradict earlier notifications. No segment starts before the previous one.
                begin = begin < from ? notification.ReceivedAt : begin;
                segments.Add(new AlertSegment(status, from, begin, notifications));
            }

            status = notification.Status;
            from = begin;
            notifications = [notification.ReceivedAt];
        }

        if (notifications.Count > 0)
        {
            segments.Add(new AlertSegment(status, from, To: null, notifications));
        }

        return new AlertTimeline(segments, now);
    }

    // A different status, or the same bad status with a later start, so that the notification of the end is missing.
    private static bool IsNew(AlertNotification notification, string? status, DateTimeOffset lastNotification) =>
        !string.Equals(notification.Status, status, StringComparison.OrdinalIgnoreCase)
        || (IsBad(status) && notification.StartsAt is { } start && start > lastNotification && start <= notification.ReceivedAt);

    private static DateTimeOffset BeginOf(AlertNotification notification)
    {
        DateTimeOffset? stated = StatusTone.Of(notification.Status) switch
        {
            StatusTone.Bad => notification.StartsAt,
            StatusTone.Good => notification.EndsAt,
            _ => null,
        };
        return stated is { } time && time <= notification.ReceivedAt ? time : notification.ReceivedAt;
    }

    private static bool IsBad(string? status) => string.Equals(StatusTone.Of(status), StatusTone.Bad, StringComparison.Ordinal);
}

/// <summary>A period in which an alert had one status.</summary>
/// <param name="Status">The status, or null if the sender states none.</param>
/// <param name="From">The start as stated by the alert, otherwise the time of the first notification.</param>
/// <param name="To">The end, or null if the period has not ended.</param>
/// <param name="Notifications">The times of the notifications, oldest first.</param>
internal sealed record AlertSegment(string? Status, DateTimeOffset From, DateTimeOffset? To, IReadOnlyList<DateTimeOffset> Notifications)
{
    public TimeSpan Duration(DateTimeOffset now)
    {
        TimeSpan duration = (To ?? now) - From;
        return duration > TimeSpan.Zero ? duration : TimeSpan.Zero;
    }
}
