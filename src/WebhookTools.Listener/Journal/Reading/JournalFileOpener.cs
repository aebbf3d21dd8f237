using System.IO.Compression;
using WebhookTools.Core.Alerts;
using WebhookTools.Listener.Journal.Files;

namespace WebhookTools.Listener.Journal.Reading;

/// <summary>Opens a journal's files, whoever else has them open, and follows a file that changes its name meanwhile.</summary>
internal sealed class JournalFileOpener(JournalPaths paths, ReadContext context)
{
    /// <summary>The active file, or null if there is none.</summary>
    public FileStream? TryOpenActive() => TryOpen(paths.Active);

    /// <summary>A rotated file under the one of its two paths that it has now, or null if it was removed.</summary>
    public (FileStream File, string Path)? TryOpenRotated(RotatedFile rotated)
    {
        string other = rotated.IsCompressed
            ? rotated.Path[..^JournalPaths.CompressedSuffix.Length]
            : rotated.Path + JournalPaths.CompressedSuffix;
        foreach (string path in (ReadOnlySpan<string>)[rotated.Path, other])
        {
            if (TryOpen(path) is FileStream file)
            {
                return (file, path);
            }
        }

        return null;
    }

    /// <summary>The file's alerts, oldest first.</summary>
    public IAlertSource Forward(FileStream file, string path, bool isActive) => new ForwardAlertSource(
        IsCompressed(path) ? new GZipStream(file, CompressionMode.Decompress) : file,
        path,
        isActive,
        context);

    /// <summary>The file's alerts, newest first.</summary>
    /// <param name="count">How many are wanted at most.</param>
    public IAlertSource Backward(FileStream file, string path, bool isActive, int count) => IsCompressed(path)
        ? new ReversedAlertSource(Forward(file, path, isActive), count)
        : new BackwardAlertSource(file, path, isActive, context);

    private static bool IsCompressed(string path) => path.EndsWith(JournalPaths.CompressedSuffix, StringComparison.Ordinal);

    private FileStream? TryOpen(string path)
    {
        try
        {
            var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            context.OnOpened?.Invoke(path);
            return file;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw JournalErrors.JournalUnreadable(path, exception);
        }
    }
}

/// <summary>The alerts of one file, in the order of the one who reads.</summary>
internal interface IAlertSource : IAsyncDisposable
{
    /// <summary>Adds the next alerts that are wanted, a line or more of them; false at the end.</summary>
    ValueTask<bool> ReadAsync(List<WebhookAlert> alerts, CancellationToken cancellationToken);
}
