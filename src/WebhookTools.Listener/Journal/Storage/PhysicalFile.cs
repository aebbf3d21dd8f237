using Microsoft.Win32.SafeHandles;

namespace WebhookTools.Listener.Journal.Storage;

/// <summary>An open file of the machine's own file systems.</summary>
internal sealed class PhysicalFile : IJournalFile
{
    private readonly SafeFileHandle _handle;
    private readonly string _path;
    private readonly byte[]? _encodedPath;

    /// <summary>Opens the file, or makes it.</summary>
    public PhysicalFile(string path)
    {
        _path = path;

        // Readers may come and go while the file is open.
        _handle = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
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

    // Windows refuses to remove or rename a file that was opened without leave to delete.
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

        // Without the file's number its length is the best sign: another file of the very same length is not to be expected.
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
    public void Dispose() => _handle.Dispose();
}
