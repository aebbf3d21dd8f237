namespace WebhookTools.Listener.Journal.Files;

/// <summary>A rotated journal file, as described by its name.</summary>
/// <param name="Path">The path.</param>
/// <param name="Sequence">The sequence number. Files are read in this order, independent of the clock.</param>
/// <param name="First">The time of the earliest entry, rounded down to seconds.</param>
/// <param name="Last">The time of the latest entry, rounded down to seconds.</param>
/// <param name="IsCompressed">True if the file is compressed with gzip.</param>
internal sealed record RotatedFile(string Path, long Sequence, DateTimeOffset First, DateTimeOffset Last, bool IsCompressed)
{
    /// <summary>True if the file may contain entries in the time range.</summary>
    /// <param name="since">The inclusive start, or null.</param>
    /// <param name="until">The exclusive end, or null.</param>
    public bool Overlaps(DateTimeOffset? since, DateTimeOffset? until) =>
        (since is null || Last.AddSeconds(1) > since) && (until is null || First < until);
}
