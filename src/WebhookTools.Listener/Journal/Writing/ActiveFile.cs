using System.Globalization;
using WebhookTools.Core;
using WebhookTools.Listener.Journal.Files;
using WebhookTools.Listener.Journal.Storage;

namespace WebhookTools.Listener.Journal.Writing;

/// <summary>
/// The file that is written to. It knows how much of it is acknowledged, and leaves nothing else behind: after
/// a write or a flush that failed it is cut back to that length and opened anew, since after a failed flush nobody can say
/// what of the written bytes is on the device. Used by one thread, that of <see cref="AppendLoop"/>.
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

    /// <summary>Prepares the file; <see cref="EnsureOpen"/> opens it.</summary>
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

    /// <summary>The acknowledged bytes in it.</summary>
    public long Length { get; private set; }

    /// <summary>When its entries were received, or null if it has none.</summary>
    public EntryTimeRange? TimeRange { get; private set; }

    /// <summary>Whether it may be rotated: not for a while after a rotation that failed.</summary>
    public bool CanRotate => _rotationFailedAt is not long failedAt || _timeProvider.GetElapsedTime(failedAt) >= RotationPause;

    /// <summary>Makes sure that the path leads to the open file; opens or makes it where it does not.</summary>
    /// <exception cref="WebhookException">It is no journal, or another process took it.</exception>
    /// <exception cref="IOException">The disk refuses.</exception>
    public void EnsureOpen()
    {
        if (_hasExcess)
        {
            // Nothing is written before what a failed write left behind is gone.
            CutExcess();
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
                $"The journal '{_paths.Active}' was removed, replaced or changed by somebody else; it is opened anew.");
            Forget();
        }

        Open();
    }

    /// <summary>Writes entries to its end and, where that was promised, to the device. When this throws nothing of them is in it.</summary>
    /// <param name="bytes">The entries' bytes, one behind the other.</param>
    /// <param name="entries">The entries, at least one.</param>
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
                TakeBack();
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

            // Removed while it was written to: what went into it is gone, and is written again to its successor.
            if (attempt == MaximumAttempts)
            {
                Forget();
                throw new IOException($"The file was removed while it was written to, {MaximumAttempts} times in a row.");
            }

            EnsureOpen();
        }
    }

    /// <summary>Gives the file its rotated name and begins a new one. If the disk does not let it, the file grows on.</summary>
    /// <returns>Whether it was rotated.</returns>
    public bool Rotate()
    {
        EntryTimeRange range = TimeRange!.Value;
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
                    $"The journal '{_paths.Active}' could not be rotated and grows on until it can: {exception.Message}");
            }

            _rotationFailedAt = _timeProvider.GetTimestamp();
            EnsureOpen();
            return false;
        }

        _rotationFailedAt = null;
        Forget();
        _log.Write(ListenerLogLevel.Information, JournalEvents.Rotated, $"The journal was rotated: '{rotated}' is complete.");
        Open();
        return true;
    }

    /// <summary>Sees whether the disk takes anything again, without touching the journal.</summary>
    public void Probe()
    {
        EnsureOpen();
        try
        {
            using IJournalFile probe = _storage.Open(_paths.Probe);
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
            TakeBack();
        }

        Close();
    }

    private void Open()
    {
        bool isNewFolder = !Directory.Exists(_paths.Folder);
        _storage.CreateFolder(_paths.Folder);
        _lock.EnsureHeld();
        IJournalFile file = _storage.Open(_paths.Active);
        try
        {
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
                $"{excess} bytes behind offset {length} of the journal '{_paths.Active}' were cut off: the last write was interrupted, and nothing of it was acknowledged."));
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
        // The folder is asked each time: the numbers go on from whatever is there, and never back.
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

    private void TakeBack()
    {
        _hasExcess = true;
        try
        {
            CutExcess();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It is tried again before the next write. A process that ends before leaves it to the next one, which
            // can tell a torn entry from a whole one, but not a whole one that was refused from one that was acknowledged.
        }
    }

    private void CutExcess()
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
