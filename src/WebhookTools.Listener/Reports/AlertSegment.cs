namespace WebhookTools.Listener.Reports;

/// <summary>A time in which an alert had one status.</summary>
/// <param name="Status">The status, or null where the sender has none.</param>
/// <param name="From">Since when: by the alert's own word where it has one, else when it was first told.</param>
/// <param name="To">Until when; null while it lasts.</param>
/// <param name="Notices">When it was told, oldest first.</param>
internal sealed record AlertSegment(string? Status, DateTimeOffset From, DateTimeOffset? To, IReadOnlyList<DateTimeOffset> Notices)
{
    public TimeSpan Duration(DateTimeOffset now)
    {
        TimeSpan duration = (To ?? now) - From;
        return duration > TimeSpan.Zero ? duration : TimeSpan.Zero;
    }
}
