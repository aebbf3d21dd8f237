using System.Globalization;
using WebhookTools.Core;
using WebhookTools.Listener.Journal.Files;
using WebhookTools.Listener.Journal.Storage;

namespace WebhookTools.Listener.Journal.Writing;

/// <summary>
/// The file to which entries are appended. After a failed write or flush, the file is truncated to its acknowledged length
/// and reopened, because it is unknown which of the written bytes reached the device. Only the thread of
/// <see cref="AppendLoop"/> uses it.
/// </summary>
internal sealed class ActiveFile : IDisposable
{
    private const int MaximumAttempts = 3;
    private const int ProbeSize = 64 * 1024;
    private static readonly TimeSpan RotationPause = TimeSpan.FromSeconds(10);
    private readonly IJournalStorage _storage;
    private readonly JournalPaths _paths;
    private readonly JournalLock _lock;
    private readonly JournalFormat _format;
    private readonly bool _isSynced;
    private readonly TimeProvider _timeProvider;
    private readonly JournalLog _log;
    private IJournalFile? _file;
    private FileIdentity _identity;
    private bool _hasExcess;
    private long? _rotationFailedAt;
    private long _lastSequence;

    /// <summary>Creates the object. <see cref="EnsureOpen"/> opens the file.</summary>
    public ActiveFile(IJournalStorage storage, JournalPaths paths, JournalLock journalLock, JournalOptions options, TimeProvider timeProvider, JournalLog log)
    {
        _storage = storage;
        _paths = paths;
        _lock = journalLock;
        _format = options.Format;
        _isSynced = options.Durability == JournalDurability.Synced;
        _timeProvider = timeProvider;
        _log = log;
    }

    /// <summary>The acknowledged length in bytes.</summary>
    public long Length { get; private set; }

    /// <summary>The times of the entries, or null if the file is empty.</summary>
    public EntryTimeRange? TimeRange { get; private set; }

    /// <summary>True if the file may be rotated. After a failed rotation, it is false for a while.</summary>
    public bool CanRotate => _rotationFailedAt is not long failedAt || _timeProvider.GetElapsedTime(failedAt) >= RotationPause;

    /// <summary>Opens or creates the file if it is not open, or if the path no longer refers to the open file.</summary>
    /// <exception cref="WebhookException">The file is not a journal, or another process owns it.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public void EnsureOpen()
    {
        if (_hasExcess)
        {
            // The remains of a failed write must be removed before the next write.
            RemoveExcess();
        }

        if (_file is not null)
        {
            if (_file.IsInPlace(Length))
            {
                return;
            }

            _log.Write(
                ListenerLogLevel.Warning,
                JournalEvents.Replaced,
                $"Another process removed, replaced or changed the journal '{_paths.Active}'. It was reopened.");
            Forget();
        }

        Open();
    }

    /// <summary>Appends entries, and flushes them to the device if the durability requires it. If it throws, the file contains none of them.</summary>
    /// <param name="bytes">The concatenated bytes of the entries.</param>
    /// <param name="entries">At least one entry.</param>
    public void Append(ReadOnlySpan<byte> bytes, ReadOnlySpan<BatchEntry> entries)
    {
        for (int attempt = 1; ; attempt++)
        {
            IJournalFile file = _file!;
            try
            {
                file.Write(bytes, Length);
                if (_isSynced)
                {
                    file.Flush();
                }
            }
            catch
            {
                Rollback();
                throw;
            }

            if (file.IsLinked)
            {
                Length += bytes.Length;
                foreach (ref readonly BatchEntry entry in entries)
                {
                    TimeRange = TimeRange?.With(entry.ReceivedAt) ?? EntryTimeRange.Of(entry.ReceivedAt);
                }

                return;
            }

            // The file was removed during the write, so its content is lost. The entries are written again to a new file.
            if (attempt == MaximumAttempts)
            {
                Forget();
                throw new IOException($"The file was removed during {MaximumAttempts} consecutive writes.");
            }

            EnsureOpen();
        }
    }

    /// <summary>Renames the file and starts a new one. If renaming fails, the file continues to grow.</summary>
    /// <returns>True if the file was rotated.</returns>
    public bool Rotate()
    {
        EntryTimeRange range = TimeRange!.Value;

        // Between the two files, only the lock file keeps other processes away, so it must not have been removed.
        _lock.EnsureHeld();
        if (_isSynced)
        {
            _file!.Flush();
        }

        string rotated;
        try
        {
            rotated = NextRotatedPath(range);
            Close();
            _storage.Move(_paths.Active, rotated);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            if (_rotationFailedAt is null)
            {
                _log.Write(
                    ListenerLogLevel.Warning,
                    JournalEvents.RotationFailed,
                    $"Could not rotate the journal '{_paths.Active}'. It continues to grow until rotation succeeds. {exception.Message}");
            }

            _rotationFailedAt = _timeProvider.GetTimestamp();
            EnsureOpen();
            return false;
        }

        _rotationFailedAt = null;
        Forget();
        _log.Write(ListenerLogLevel.Information, JournalEvents.Rotated, $"Rotated the journal to '{rotated}'.");
        Open();
        return true;
    }

    /// <summary>Tests whether the disk is writable, without changing the journal.</summary>
    public void Probe()
    {
        EnsureOpen();
        try
        {
            // A new file, because a link at this path would lead to a file that is not the journal's.
            _storage.Delete(_paths.Probe);
            using IJournalFile probe = _storage.Open(_paths.Probe, FileMode.CreateNew);
            probe.Write(new byte[ProbeSize], 0);
            probe.Flush();
        }
        finally
        {
            _storage.Delete(_paths.Probe);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_hasExcess)
        {
            Rollback();
        }

        Close();
    }

    private void Open()
    {
        bool isNewFolder = !Directory.Exists(_paths.Folder);
        _storage.CreateFolder(_paths.Folder);
        _lock.EnsureHeld();
        IJournalFile file = _storage.Open(_paths.Active, FileMode.OpenOrCreate);
        try
        {
            if (!file.IsInPlace(file.Length))
            {
                // Another process rotated the file after it was opened, and released it.
                throw JournalErrors.JournalInUse(_paths.Active, owner: null);
            }

            bool isAsItWasLeft = file.Identity != default && file.Identity == _identity && file.Length == Length;
            if (!isAsItWasLeft)
            {
                ActiveFileScan scan = ActiveFileScan.Read(file, _paths.Active, _format);
                CutTornTail(file, scan.WholeLength);
                Length = scan.WholeLength;
                TimeRange = scan.TimeRange;
            }

            if (_isSynced)
            {
                FlushNames(isNewFolder);
            }
        }
        catch
        {
            file.Dispose();
            throw;
        }

        _identity = file.Identity;
        _file = file;
    }

    private void CutTornTail(IJournalFile file, long length)
    {
        long excess = file.Length - length;
        if (excess == 0)
        {
            return;
        }

        file.Truncate(length);
        if (_isSynced)
        {
            file.Flush();
        }

        _log.Write(
            ListenerLogLevel.Warning,
            JournalEvents.TornTailCut,
            string.Create(
                CultureInfo.InvariantCulture,
                $"Removed {excess} bytes after offset {length} from the journal '{_paths.Active}'. They are the remains of an interrupted write that was not acknowledged."));
    }

    private void FlushNames(bool isNewFolder)
    {
        _storage.FlushFolder(_paths.Folder);
        if (isNewFolder && Path.GetDirectoryName(_paths.Folder) is string parent)
        {
            _storage.FlushFolder(parent);
        }
    }

    private string NextRotatedPath(EntryTimeRange range)
    {
        // The folder is enumerated each time, because the sequence continues after the files that exist, and never goes back.
        foreach (string path in JournalFolder.FindCandidates(_paths))
        {
            if (_paths.TryParse(path, out RotatedFile? file))
            {
                _lastSequence = Math.Max(_lastSequence, file!.Sequence);
            }
        }

        _lastSequence++;
        return _paths.Rotated(_lastSequence, range.Earliest, range.Latest);
    }

    private void Rollback()
    {
        _hasExcess = true;
        try
        {
            RemoveExcess();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It is retried before the next write. If the process ends first, the next one removes an incomplete entry, but
            // cannot distinguish a complete entry that failed from one that was acknowledged.
        }
    }

    private void RemoveExcess()
    {
        if (_file!.IsLinked)
        {
            _file.Truncate(Length);
            if (_isSynced)
            {
                _file.Flush();
            }
        }

        _hasExcess = false;
        Close();
    }

    private void Forget()
    {
        Close();
        _identity = default;
        Length = 0;
        TimeRange = null;
    }

    private void Close()
    {
        _file?.Dispose();
        _file = null;
    }
}
