namespace WebhookTools.Listener.Journal.Storage;

/// <summary>The machine's own file systems.</summary>
internal sealed class PhysicalStorage : IJournalStorage
{
    private PhysicalStorage()
    {
    }

    /// <summary>The one instance.</summary>
    public static PhysicalStorage Instance { get; } = new();

    /// <inheritdoc/>
    public IJournalFile Open(string path) => new PhysicalFile(path);

    /// <inheritdoc/>
    /// <remarks>Overwriting is what makes it one rename: without, .NET may link and unlink, and a crash between the two leaves the lines under two names.</remarks>
    public void Move(string from, string to) => File.Move(from, to, overwrite: true);

    /// <inheritdoc/>
    public void Delete(string path) => File.Delete(path);

    /// <inheritdoc/>
    public void CreateFolder(string path) => Directory.CreateDirectory(path);

    /// <inheritdoc/>
    public void FlushFolder(string path)
    {
        // Windows has no such operation: NTFS journals its own folders.
        if (!OperatingSystem.IsWindows())
        {
            UnixFile.FlushFolder(path);
        }
    }
}
