namespace WebhookTools.Listener.Journal.Storage;

/// <summary>The file system operations of the journal. Tests implement it to simulate a full disk or a failed rename.</summary>
internal interface IJournalStorage
{
    /// <summary>Opens a file for reading and writing. No other process can open it for writing at the same time, by this or by another name.</summary>
    /// <exception cref="WebhookTools.Core.WebhookException">Another process has opened it.</exception>
    IJournalFile Open(string path, FileMode mode);

    /// <summary>Renames a file. The caller ensures that no file with the new name exists.</summary>
    void Move(string from, string to);

    /// <summary>Deletes a file if it exists.</summary>
    void Delete(string path);

    /// <summary>Creates a folder and its parents if they do not exist.</summary>
    void CreateFolder(string path);

    /// <summary>Flushes the directory entries of a folder to the device, as <see cref="IJournalFile.Flush"/> does for the content of a file.</summary>
    void FlushFolder(string path);
}
