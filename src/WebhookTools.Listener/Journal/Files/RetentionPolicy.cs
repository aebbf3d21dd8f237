namespace WebhookTools.Listener.Journal.Files;

/// <summary>Decides which rotated files to remove, without file access.</summary>
/// <param name="count">The maximum number of files, or null.</param>
/// <param name="age">The maximum age of the latest entry in a file and in those before it, or null.</param>
/// <param name="size">The maximum total size in bytes, or null.</param>
internal sealed class RetentionPolicy(int? count, TimeSpan? age, long? size)
{
    public bool HasLimit => count is not null || age is not null || size is not null;

    /// <summary>Returns the files to remove, oldest first.</summary>
    /// <param name="files">The rotated files, oldest first, with their sizes in bytes.</param>
    /// <param name="now">The current time.</param>
    public IReadOnlyList<RotatedFile> Expired(IReadOnlyList<(RotatedFile File, long Length)> files, DateTimeOffset now)
    {
        var expired = new List<RotatedFile>();
        int keptCount = files.Count;
        long keptSize = files.Sum(file => file.Length);
        DateTimeOffset latest = DateTimeOffset.MinValue;
        foreach ((RotatedFile file, long length) in files)
        {
            bool isOverCount = keptCount > count;
            bool isOverSize = keptSize > size;

            // While the clock was set back, entries got times before those of earlier files, and are not as old as they seem.
            latest = file.Last > latest && file.Last <= now ? file.Last : latest;
            bool isOverAge = now - (file.Last > latest ? file.Last : latest) > age;
            if (!isOverCount && !isOverSize && !isOverAge)
            {
                // A later file may still exceed the age if this one has a time in the future.
                continue;
            }

            expired.Add(file);
            keptCount--;
            keptSize -= length;
        }

        return expired;
    }
}
