using System.Runtime.InteropServices;
namespace WebhookTools.Listener.Journal.Storage;

/// <summary>An open journal file.</summary>
internal interface IJournalFile : IDisposable
{
    /// <summary>The length in bytes, as reported by the file system.</summary>
    long Length { get; }

    FileIdentity Identity { get; }

    DateTimeOffset LastWrittenAt { get; }

    /// <summary>True if the file still has a name. Data written to an unlinked file is lost.</summary>
    bool IsLinked { get; }

    /// <summary>True if the path still refers to this file and it has the given length, that is, no other process moved, replaced or changed it.</summary>
    bool IsInPlace(long length);

    int Read(Span<byte> destination, long offset);

    /// <summary>Writes all bytes. If it throws, some of them may have been written.</summary>
    void Write(ReadOnlySpan<byte> bytes, long offset);

    /// <summary>Flushes the content to the device (fsync).</summary>
    void Flush();

    void Truncate(long length);
}

/// <summary>Identifies a file independent of its name, by device and inode number. The default value identifies no file.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FileIdentity(ulong Device, ulong Number);
