using WebhookTools.Benchmarks.Measuring;

namespace WebhookTools.Benchmarks.Comparisons;

/// <summary>Counts the new lines of a journal. Deletes the rotated files that were counted, so that the disk does not fill.</summary>
internal sealed class JournalTally(string folder)
{
    public const string ActiveName = "webhook.log";

    private long _active;

    public string Folder => folder;

    public static JournalTally At(Workbench bench, string name) => new(Path.Combine(bench.Folder, name));

    /// <summary>Returns the number of lines since the last call. The journal must not be written to at the same time.</summary>
    public long Count()
    {
        long lines = -_active;
        foreach (string rotated in Directory.GetFiles(folder, "webhook.*Z.log"))
        {
            lines += LinesOf(rotated);
            File.Delete(rotated);
        }

        _active = LinesOf(Path.Combine(folder, ActiveName));
        return lines + _active;
    }

    private static long LinesOf(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        byte[] buffer = new byte[1 << 20];
        long lines = 0;
        int count;
        while ((count = file.Read(buffer)) > 0)
        {
            lines += buffer.AsSpan(0, count).Count((byte)'\n');
        }

        return lines;
    }
}
