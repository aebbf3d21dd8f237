using WebhookTools.Listener.Journal.Storage;

namespace WebhookTools.Listener.Journal.Files;

/// <summary>What of a journal's files was not there before it was opened, so that a start that fails leaves nothing behind.</summary>
internal sealed class CreatedFiles
{
    private readonly IJournalStorage _storage;
    private readonly JournalPaths _paths;
    private readonly bool _isActiveNew;
    private readonly List<string> _folders = [];

    /// <summary>Looks what is there; to be made before anything is opened.</summary>
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

    /// <summary>Whether the file of the lock was not there.</summary>
    public bool IsLockNew { get; }

    /// <summary>Removes the active file if it was not there and holds nothing. Only while the lock is held: another one may have made it since.</summary>
    public void RemoveActive() => Try(() =>
    {
        if (_isActiveNew && new FileInfo(_paths.Active) is { Exists: true, Length: 0 })
        {
            _storage.Delete(_paths.Active);
        }
    });

    /// <summary>Removes the folders that were not there and are empty.</summary>
    public void RemoveFolders() => Try(() =>
    {
        foreach (string folder in _folders)
        {
            // One that holds anything refuses, and so would those around it.
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
            // Whoever started it learns why it did not start, which is more than an empty file.
        }
    }
}
