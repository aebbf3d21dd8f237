using Microsoft.Win32.SafeHandles;

namespace WebhookTools.Listener.Journal.Storage;

/// <summary>A file in the file system.</summary>
internal sealed class PhysicalFile : IJournalFile
{
    private readonly FileStream _stream;
    private readonly SafeFileHandle _handle;
    private readonly string _path;
    private readonly byte[]? _encodedPath;

    /// <summary>Opens or creates a file that no other process may write.</summary>
    /// <exception cref="WebhookTools.Core.WebhookException">Another process has opened it for writing, by this or by another name.</exception>
    public PhysicalFile(string path, FileMode mode)
    {
        _path = path;
        try
        {
            // Other processes may read the file while it is written.
            _stream = PhysicalStorage.OpenPrivate(path, mode, FileAccess.ReadWrite, FileShare.Read);
        }
        catch (IOException exception) when (PhysicalStorage.IsSharingViolation(exception))
        {
            throw JournalErrors.JournalInUse(path, owner: null);
        }

        _handle = _stream.SafeFileHandle;
        if (!LinuxFileLock.TryLock(_handle, path))
        {
            _stream.Dispose();
            throw JournalErrors.JournalInUse(path, owner: null);
        }

        if (LinuxFileStatus.IsSupported)
        {
            _encodedPath = LinuxFileStatus.Encode(path);
            Identity = LinuxFileStatus.TryGet(_handle, out FileStatus status) ? status.Identity : default;
        }
    }

    /// <inheritdoc/>
    public long Length => RandomAccess.GetLength(_handle);

    /// <inheritdoc/>
    public FileIdentity Identity { get; }

    /// <inheritdoc/>
    public DateTimeOffset LastWrittenAt => new(File.GetLastWriteTimeUtc(_handle));

    /// <inheritdoc/>
    public bool IsLinked => LinuxFileStatus.IsSupported
        ? LinuxFileStatus.TryGet(_handle, out FileStatus status) && status.IsLinked
        : CannotBeRemoved || File.Exists(_path);

    // Windows does not delete or rename an open file without FileShare.Delete.
    private static bool CannotBeRemoved => OperatingSystem.IsWindows();

    /// <inheritdoc/>
    public bool IsInPlace(long length)
    {
        if (_encodedPath is not null)
        {
            return LinuxFileStatus.TryGet(_encodedPath, out FileStatus status)
                && status.Identity == Identity
                && status.Length == length;
        }

        // Without an inode number, the length is the best indication: a different file is unlikely to have exactly the same length.
        return CannotBeRemoved || (new FileInfo(_path) is { Exists: true } file && file.Length == length);
    }

    /// <inheritdoc/>
    public int Read(Span<byte> destination, long offset) => RandomAccess.Read(_handle, destination, offset);

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> bytes, long offset) => RandomAccess.Write(_handle, bytes, offset);

    /// <inheritdoc/>
    public void Flush() => RandomAccess.FlushToDisk(_handle);

    /// <inheritdoc/>
    public void Truncate(long length) => RandomAccess.SetLength(_handle, length);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_handle.IsClosed)
        {
            LinuxFileLock.Unlock(_handle);
        }

        _stream.Dispose();
    }
}
