using WebhookTools.Listener.Journal.Storage;

namespace WebhookTools.Listener.Journal.Files;

/// <summary>Finds a journal's files.</summary>
internal static class JournalFolder
{
    /// <summary>The active file's full path. A link is followed, so that rotation renames the file and not the link.</summary>
    /// <exception cref="WebhookTools.Core.WebhookException">It is no path.</exception>
    public static string Resolve(string path)
    {
        if (string.IsNullOrWhiteSpace(path))
        {
            throw JournalErrors.JournalPathMissing();
        }

        if (path.Contains('\0', StringComparison.Ordinal))
        {
            throw JournalErrors.JournalPathInvalid();
        }

        var file = new FileInfo(path);
        return file.LinkTarget is null ? file.FullName : file.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
    }

    /// <summary>Whether there is a file, or none yet: no folder, and no device, which a rotation would rename.</summary>
    public static bool MayBeFile(string path) =>
        !Directory.Exists(path)
        && (!LinuxFileStatus.IsSupported || !LinuxFileStatus.TryGet(LinuxFileStatus.Encode(path), out FileStatus status) || status.IsRegular);

    /// <summary>The rotated files, oldest first, each once: the one that is not compressed where both are there.</summary>
    /// <remarks>
    /// The folder is read twice. Reading it is not atomic: a file that is compressed meanwhile may be missed under both
    /// of its paths, and that happens once in a file's life.
    /// </remarks>
    public static IReadOnlyList<RotatedFile> FindRotated(JournalPaths paths)
    {
        var files = new SortedDictionary<long, RotatedFile>();
        Collect(paths, files);
        Collect(paths, files);
        return [.. files.Values];
    }

    /// <summary>The paths in the folder that begin as a rotated file's does; none if there is no folder.</summary>
    public static IEnumerable<string> FindCandidates(JournalPaths paths)
    {
        try
        {
            return [.. Directory.EnumerateFiles(paths.Folder).Where(path =>
                Path.GetFileName(path.AsSpan()).StartsWith(paths.RotatedPrefix, StringComparison.Ordinal))];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }

    private static void Collect(JournalPaths paths, SortedDictionary<long, RotatedFile> files)
    {
        foreach (string path in FindCandidates(paths))
        {
            if (paths.TryParse(path, out RotatedFile? file)
                && (!file!.IsCompressed || !files.ContainsKey(file.Sequence)))
            {
                files[file.Sequence] = file;
            }
        }
    }
}
