namespace WebhookTools.Listener.Journal.Storage;

/// <summary>What the journal asks of a file system. The seam at which tests put a disk that is full, or a rename that fails.</summary>
internal interface IJournalStorage
{
    /// <summary>Opens a file for reading and writing; makes it if it does not exist.</summary>
    IJournalFile Open(string path);

    /// <summary>Gives a file another name. The caller has made sure that the name is free.</summary>
    void Move(string from, string to);

    /// <summary>Removes a file; none of that name is no error.</summary>
    void Delete(string path);

    /// <summary>Makes a folder and its parents where they do not exist.</summary>
    void CreateFolder(string path);

    /// <summary>Makes the names in a folder as durable as <see cref="IJournalFile.Flush"/> makes a file's content.</summary>
    void FlushFolder(string path);
}
