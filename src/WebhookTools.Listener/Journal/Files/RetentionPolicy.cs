namespace WebhookTools.Listener.Journal.Files;

/// <summary>Which rotated files have had their time. Pure: it touches no disk.</summary>
/// <param name="count">The most files that are kept, or null.</param>
/// <param name="age">The age of its latest entry at which a file goes, or null.</param>
/// <param name="size">The most bytes that are kept, or null.</param>
internal sealed class RetentionPolicy(int? count, TimeSpan? age, long? size)
{
    /// <summary>Whether there is any limit.</summary>
    public bool HasLimit => count is not null || age is not null || size is not null;

    /// <summary>The files to remove, oldest first. Files are whole: the one that crosses the size is the last that goes.</summary>
    /// <param name="files">The rotated files, oldest first, each with its bytes.</param>
    /// <param name="now">The time.</param>
    public IReadOnlyList<RotatedFile> Expired(IReadOnlyList<(RotatedFile File, long Length)> files, DateTimeOffset now)
    {
        var expired = new List<RotatedFile>();
        int keptCount = files.Count;
        long keptSize = files.Sum(file => file.Length);
        foreach ((RotatedFile file, long length) in files)
        {
            bool isOverCount = keptCount > count;
            bool isOverSize = keptSize > size;
            bool isOverAge = now - file.Last > age;
            if (!isOverCount && !isOverSize && !isOverAge)
            {
                // A younger file may still be over age where the clock was set back.
                continue;
            }

            expired.Add(file);
            keptCount--;
            keptSize -= length;
        }

        return expired;
    }
}
