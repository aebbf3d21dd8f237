namespace WebhookTools.Listener.Journal.Storage;

/// <summary>The file system.</summary>
internal sealed class PhysicalStorage : IJournalStorage
{
    // ERROR_SHARING_VIOLATION as an HRESULT.
    private const int SharingViolation = unchecked((int)0x80070020);

    private PhysicalStorage()
    {
    }

    public static PhysicalStorage Instance { get; } = new();

    /// <summary>Opens a file. If it is created, only the current user may read it (mode 0600), whatever the umask; on Windows, it inherits the folder's permissions.</summary>
    public static FileStream OpenPrivate(string path, FileMode mode, FileAccess access, FileShare share)
    {
        var options = new FileStreamOptions { Mode = mode, Access = access, Share = share, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }

    /// <summary>True if another process has opened a file in a way that excludes this one. Only on Windows, where such a lock is mandatory.</summary>
    public static bool IsSharingViolation(IOException exception) => OperatingSystem.IsWindows() && exception.HResult == SharingViolation;

    /// <inheritdoc/>
    public IJournalFile Open(string path, FileMode mode) => new PhysicalFile(path, mode);

    /// <inheritdoc/>
    /// <remarks>Without <c>overwrite</c>, .NET may link and unlink instead of calling rename. A crash between the two would leave the entries under both names.</remarks>
    public void Move(string from, string to) => File.Move(from, to, overwrite: true);

    /// <inheritdoc/>
    public void Delete(string path) => File.Delete(path);

    /// <inheritdoc/>
    public void CreateFolder(string path) => Directory.CreateDirectory(path);

    /// <inheritdoc/>
    public void FlushFolder(string path)
    {
        // Windows cannot flush a folder, but NTFS journals its metadata.
        if (!OperatingSystem.IsWindows())
        {
            UnixFile.FlushFolder(path);
        }
    }
}
