using System.IO.Compression;
using WebhookTools.Core.Alerts;
using WebhookTools.Listener.Journal.Files;

namespace WebhookTools.Listener.Journal.Reading;

/// <summary>Opens the files of a journal while other processes write them, and follows a file that is compressed in the meantime.</summary>
internal sealed class JournalFileOpener(JournalPaths paths, ReadContext context)
{
    /// <summary>Opens the active file. Returns null if it does not exist.</summary>
    public FileStream? TryOpenActive() => TryOpen(paths.Active);

    /// <summary>Opens a rotated file, compressed or not. Returns null if it was removed.</summary>
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

    public IAlertSource Forward(FileStream file, string path, bool isActive) => new ForwardAlertSource(
        IsCompressed(path) ? new GZipStream(file, CompressionMode.Decompress) : file,
        path,
        isActive,
        context);

    /// <param name="count">The maximum number of alerts that will be read.</param>
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

/// <summary>Reads the matching alerts of one file.</summary>
internal interface IAlertSource : IAsyncDisposable
{
    /// <summary>Adds the alerts of at least one more line. Returns false at the end.</summary>
    ValueTask<bool> ReadAsync(List<WebhookAlert> alerts, CancellationToken cancellationToken);
}
