using WebhookTools.Listener.Journal.Storage;

namespace WebhookTools.Listener.Journal.Files;

/// <summary>Records which of a journal's files and folders do not exist before it is opened, so that a failed start can remove those that it created.</summary>
internal sealed class CreatedFiles
{
    private readonly IJournalStorage _storage;
    private readonly JournalPaths _paths;
    private readonly bool _isActiveNew;
    private readonly List<string> _folders = [];

    /// <summary>Records the missing files. Must be called before the journal is opened.</summary>
    public CreatedFiles(IJournalStorage storage, JournalPaths paths)
    {
        _storage = storage;
        _paths = paths;
        _isActiveNew = !File.Exists(paths.Active);
        IsLockNew = !File.Exists(paths.Lock);
        for (string? folder = paths.Folder; folder is not null && !Directory.Exists(folder); folder = Path.GetDirectoryName(folder))
        {
            _folders.Add(folder);
        }
    }

    /// <summary>True if the lock file did not exist.</summary>
    public bool IsLockNew { get; }

    /// <summary>Removes the active file if it is new and empty. The caller must hold the lock, because another process may have created the file since.</summary>
    public void RemoveActive() => Try(() =>
    {
        if (_isActiveNew && new FileInfo(_paths.Active) is { Exists: true, Length: 0 })
        {
            _storage.Delete(_paths.Active);
        }
    });

    /// <summary>Removes the new folders that are empty.</summary>
    public void RemoveFolders() => Try(() =>
    {
        foreach (string folder in _folders)
        {
            // Throws if the folder is not empty. Its parents are not empty either then.
            Directory.Delete(folder);
        }
    });

    private static void Try(Action remove)
    {
        try
        {
            remove();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The error that prevented the start matters more than an empty file that remains.
        }
    }
}
