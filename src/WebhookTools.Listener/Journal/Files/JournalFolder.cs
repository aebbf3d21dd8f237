using WebhookTools.Listener.Journal.Storage;

namespace WebhookTools.Listener.Journal.Files;

/// <summary>Finds the files of a journal.</summary>
internal static class JournalFolder
{
    /// <summary>Returns the full path of the active file. Symbolic links are followed, so that rotation renames the file and not the link.</summary>
    /// <exception cref="WebhookTools.Core.WebhookException">The path is not valid.</exception>
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

    /// <summary>True if the path is a regular file or does not exist. Rotation would rename a device.</summary>
    public static bool MayBeFile(string path) =>
        !Directory.Exists(path)
        && (!LinuxFileStatus.IsSupported || !LinuxFileStatus.TryGet(LinuxFileStatus.Encode(path), out FileStatus status) || status.IsRegular);

    /// <summary>Returns the rotated files, oldest first. If a file exists both compressed and uncompressed, only the uncompressed one is returned.</summary>
    /// <remarks>
    /// Enumerating a folder is not atomic: a file that is being compressed may be missed under both of its names. This can happen
    /// only once for each file, so the folder is enumerated twice.
    /// </remarks>
    public static IReadOnlyList<RotatedFile> FindRotated(JournalPaths paths)
    {
        var files = new SortedDictionary<long, RotatedFile>();
        Collect(paths, files);
        Collect(paths, files);
        return [.. files.Values];
    }

    /// <summary>Returns the files whose names start like that of a rotated file, or none if the folder does not exist.</summary>
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
