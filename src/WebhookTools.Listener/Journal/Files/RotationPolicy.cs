namespace WebhookTools.Listener.Journal.Files;

/// <summary>When a new file is begun. Pure: it touches no disk.</summary>
/// <param name="maximumSize">The bytes that a file may have, or 0 for any.</param>
/// <param name="daily">Whether the first entry of a new day begins a new file.</param>
/// <param name="timeZone">What a day is.</param>
internal sealed class RotationPolicy(long maximumSize, bool daily, TimeZoneInfo timeZone)
{
    /// <summary>
    /// How much earlier than a file's first line an entry may have been received: a slow upload, a small step of the
    /// clock. An entry that is earlier than that (the clock was set back) begins a new file, so that a reader who sees a first
    /// line knows that nothing in the file is much earlier. Each step back rotates once: the new file begins with the
    /// earlier time.
    /// </summary>
    public static readonly TimeSpan Disorder = TimeSpan.FromMinutes(5);

    /// <summary>Whether an entry begins a new file. A file that has no entry is never rotated, so a huge entry gets a file of its own.</summary>
    /// <param name="active">When the entries of the active file were received, or null if it has none.</param>
    /// <param name="length">The bytes in the active file.</param>
    /// <param name="receivedAt">When the entry was received.</param>
    /// <param name="size">The bytes of the entry.</param>
    public bool RotatesBefore(EntryTimeRange? active, long length, DateTimeOffset receivedAt, int size)
    {
        if (active is not EntryTimeRange span || length == 0)
        {
            return false;
        }

        return (maximumSize > 0 && length + size > maximumSize)
            || receivedAt < span.FirstLine - Disorder
            || (daily && receivedAt > span.Latest && Day(receivedAt) > Day(span.Latest));
    }

    private DateTime Day(DateTimeOffset time) => TimeZoneInfo.ConvertTime(time, timeZone).Date;
}
