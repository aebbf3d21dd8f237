namespace WebhookTools.Listener.Journal.Storage;

/// <summary>The file system.</summary>
internal sealed class PhysicalStorage : IJournalStorage
{
    private PhysicalStorage()
    {
    }

    public static PhysicalStorage Instance { get; } = new();

    /// <inheritdoc/>
    public IJournalFile Open(string path) => new PhysicalFile(path);

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
