namespace WebhookTools.Listener.Journal.Files;

/// <summary>A rotated file of a journal, as its name tells it.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Sequence">Its number: files are read in the order of it, whatever the clock did.</param>
/// <param name="First">When the earliest entry in it was received, to the second below.</param>
/// <param name="Last">When the latest entry in it was received, to the second below.</param>
/// <param name="IsCompressed">Whether it is gzipped.</param>
internal sealed record RotatedFile(string Path, long Sequence, DateTimeOffset First, DateTimeOffset Last, bool IsCompressed)
{
    /// <summary>Whether an entry of it may have been received in that time.</summary>
    /// <param name="since">This time or later, or null.</param>
    /// <param name="until">Before this time, or null.</param>
    public bool Overlaps(DateTimeOffset? since, DateTimeOffset? until) =>
        (since is null || Last.AddSeconds(1) > since) && (until is null || First < until);
}
