using System.Runtime.InteropServices;
namespace WebhookTools.Listener.Journal.Storage;

/// <summary>An open file of the journal.</summary>
internal interface IJournalFile : IDisposable
{
    /// <summary>Its length in bytes, asked of the file system.</summary>
    long Length { get; }

    /// <summary>What tells it from every other file, whatever its name.</summary>
    FileIdentity Identity { get; }

    /// <summary>When it was last written to.</summary>
    DateTimeOffset LastWrittenAt { get; }

    /// <summary>Whether it still has a name. A file without one swallows whatever is written to it.</summary>
    bool IsLinked { get; }

    /// <summary>Whether the path that it was opened by still leads to it, and it has this length: nobody moved, replaced, cut or extended it.</summary>
    bool IsInPlace(long length);

    /// <summary>Reads up to as many bytes as the span holds.</summary>
    int Read(Span<byte> destination, long offset);

    /// <summary>Writes all bytes, or throws after some of them.</summary>
    void Write(ReadOnlySpan<byte> bytes, long offset);

    /// <summary>Returns when the content is on the device.</summary>
    void Flush();

    /// <summary>Cuts the file to this length.</summary>
    void Truncate(long length);
}

/// <summary>What tells a file from every other, whatever its name: its device and its number there. The default value is nobody's.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FileIdentity(ulong Device, ulong Number);
