using System.IO.Compression;
using WebhookTools.Listener.Journal.Storage;

namespace WebhookTools.Listener.Journal.Files;

/// <summary>
/// Compresses a rotated file with gzip: it writes a temporary file, flushes it, renames it, and then deletes the original. One
/// complete file exists at all times.
/// </summary>
internal static class FileCompressor
{
    private const int BufferSize = 128 * 1024;

    public static void Compress(IJournalStorage storage, RotatedFile file, CancellationToken cancellationToken)
    {
        string unfinished = file.Path + JournalPaths.UnfinishedSuffix;
        try
        {
            Write(file.Path, unfinished, cancellationToken);
            storage.Move(unfinished, file.Path + JournalPaths.CompressedSuffix);
        }
        catch
        {
            storage.Delete(unfinished);
            throw;
        }

        storage.FlushFolder(Path.GetDirectoryName(file.Path)!);
        storage.Delete(file.Path);
    }

    private static void Write(string from, string to, CancellationToken cancellationToken)
    {
        using var source = new FileStream(from, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        using FileStream target = PhysicalStorage.OpenPrivate(to, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        using (var gzip = new GZipStream(target, CompressionLevel.Optimal, leaveOpen: true))
        {
            byte[] buffer = new byte[BufferSize];
            int read;
            while ((read = source.Read(buffer)) > 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                gzip.Write(buffer, 0, read);
            }
        }

        target.Flush(flushToDisk: true);
    }
}
