namespace WebhookTools.Listener.Journal.Files;

/// <summary>Decides when to start a new file, without file access.</summary>
/// <param name="maximumSize">The maximum file size in bytes, or 0 for no limit.</param>
/// <param name="daily">True if the first entry of a new day starts a new file.</param>
/// <param name="timeZone">The time zone that defines the day.</param>
internal sealed class RotationPolicy(long maximumSize, bool daily, TimeZoneInfo timeZone)
{
    /// <summary>
    /// The maximum time by which an entry may be earlier than the first line of its file, because of a slow upload or a small clock
    /// adjustment. An earlier entry starts a new file, so that a reader can skip a file by its first line. Setting the clock back
    /// causes one rotation, because the new file starts with the earlier time.
    /// </summary>
    public static readonly TimeSpan Disorder = TimeSpan.FromMinutes(5);

    /// <summary>True if an entry starts a new file. An empty file is never rotated, so an entry above the maximum size gets a separate file.</summary>
    /// <param name="active">The time range of the active file, or null if it is empty.</param>
    /// <param name="length">The size of the active file in bytes.</param>
    /// <param name="receivedAt">The time of the entry.</param>
    /// <param name="size">The size of the entry in bytes.</param>
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
