using System.Globalization;
using WebhookTools.Listener.Journal.Storage;

namespace WebhookTools.Listener.Journal.Files;

/// <summary>Maintains rotated files in the background: removes those that exceed a retention limit, and compresses the others.</summary>
internal sealed class JournalMaintenance : IAsyncDisposable
{
    // Files reach the maximum age even if nothing is appended.
    private static readonly TimeSpan AgeInterval = TimeSpan.FromHours(1);
    private readonly IJournalStorage _storage;
    private readonly JournalPaths _paths;
    private readonly JournalOptions _options;
    private readonly JournalLock _lock;
    private readonly JournalLog _log;
    private readonly RetentionClock? _clock;
    private readonly SemaphoreSlim _work = new(1);
    private readonly CancellationTokenSource _stop = new();
    private readonly ITimer? _timer;
    private readonly Task _loop;

    /// <summary>Removes the remains of an interrupted compression, and starts the background task.</summary>
    public JournalMaintenance(IJournalStorage storage, JournalPaths paths, JournalOptions options, JournalLock journalLock, TimeProvider timeProvider, JournalLog log)
    {
        _storage = storage;
        _paths = paths;
        _options = options;
        _lock = journalLock;
        _log = log;
        _clock = options.RetainedAge is null ? null : new RetentionClock(timeProvider, LastKnownTime(timeProvider));
        RemoveInterruptedCompressions();
        _loop = Task.Run(RunAsync, CancellationToken.None);
        _timer = options.RetainedAge is null ? null : timeProvider.CreateTimer(_ => Wake(), state: null, AgeInterval, AgeInterval);
    }

    /// <summary>Starts a maintenance run, because there is a new rotated file.</summary>
    public void Wake()
    {
        lock (_work)
        {
            if (_work.CurrentCount == 0)
            {
                _work.Release();
            }
        }
    }

    /// <summary>Stops after the current file, and applies the retention limits. A running compression is abandoned, and repeated at the next start.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_timer is not null)
        {
            await _timer.DisposeAsync();
        }

        await _stop.CancelAsync();
        await _loop;
        RemoveLast();
        _stop.Dispose();
        _work.Dispose();
    }

    private static bool IsExpected(Exception exception) => exception is IOException or UnauthorizedAccessException or InvalidDataException;

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                await _work.WaitAsync(_stop.Token);
                Run(_stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped by DisposeAsync.
        }
    }

    private void Run(CancellationToken cancellationToken)
    {
        try
        {
            if (!_options.Compress)
            {
                Remove(new RetentionPolicy(_options.RetainedFileCount, _options.RetainedAge, _options.RetainedSize), countsPlain: true, cancellationToken);
                return;
            }

            // The size limit applies to compressed sizes, which are known only after compression. If compression fails, for
            // example because the disk is full, the uncompressed sizes count, because removing files frees space.
            Remove(new RetentionPolicy(_options.RetainedFileCount, _options.RetainedAge, size: null), countsPlain: true, cancellationToken);
            bool areCompressed = TryCompress(cancellationToken);
            Remove(new RetentionPolicy(_options.RetainedFileCount, _options.RetainedAge, _options.RetainedSize), countsPlain: !areCompressed, cancellationToken);
        }
        catch (Exception exception) when (IsExpected(exception))
        {
            Report(exception);
        }
    }

    private void RemoveLast()
    {
        try
        {
            Remove(new RetentionPolicy(_options.RetainedFileCount, _options.RetainedAge, _options.Compress ? null : _options.RetainedSize), countsPlain: true, CancellationToken.None);
        }
        catch (Exception exception) when (IsExpected(exception))
        {
            Report(exception);
        }
    }

    private bool TryCompress(CancellationToken cancellationToken)
    {
        try
        {
            foreach (RotatedFile file in JournalFolder.FindRotated(_paths).Where(file => !file.IsCompressed))
            {
                cancellationToken.ThrowIfCancellationRequested();
                FileCompressor.Compress(_storage, file, cancellationToken);
            }

            return true;
        }
        catch (Exception exception) when (IsExpected(exception))
        {
            Report(exception);
            return false;
        }
    }

    private void Report(Exception exception) => _log.Write(
        ListenerLogLevel.Warning,
        JournalEvents.UpkeepFailed,
        $"Could not remove or compress rotated files of the journal '{_paths.Active}'. The listener tries again after the next rotation. {exception.Message}");

    private void Remove(RetentionPolicy policy, bool countsPlain, CancellationToken cancellationToken)
    {
        if (!policy.HasLimit)
        {
            return;
        }

        List<(RotatedFile File, long Length)> files = [];
        foreach (RotatedFile file in JournalFolder.FindRotated(_paths))
        {
            var info = new FileInfo(file.Path);
            if (info.Exists)
            {
                files.Add((file, file.IsCompressed || countsPlain ? info.Length : 0));
            }
        }

        foreach (RotatedFile file in Expired(policy, files))
        {
            cancellationToken.ThrowIfCancellationRequested();
            _storage.Delete(file.Path);
            _log.Write(
                ListenerLogLevel.Information,
                JournalEvents.FileRemoved,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Removed the rotated file '{file.Path}' with entries from {file.First:u} to {file.Last:u}, because it exceeded a retention limit."));
        }
    }

    private IReadOnlyList<RotatedFile> Expired(RetentionPolicy policy, List<(RotatedFile File, long Length)> files)
    {
        if (_clock is null)
        {
            return policy.Expired(files, default);
        }

        _clock.Update();
        _lock.LastUsed = _clock.Now;
        IReadOnlyList<RotatedFile> expired = policy.Expired(files, _clock.Now);
        if (_clock is { HasJumped: true, IsReported: false } && policy.Expired(files, _clock.WallTime).Count - expired.Count is > 0 and int kept)
        {
            _clock.IsReported = true;
            _log.Write(
                ListenerLogLevel.Warning,
                JournalEvents.ClockJumped,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The clock shows {_clock.WallTime:u}, but {_clock.Now:u} was expected. {kept} rotated files of the journal '{_paths.Active}' are over the maximum age by this clock only, and are kept until it has run steadily for {RetentionClock.ConfirmationTime.TotalHours} hours. If it is wrong, correct it before then."));
        }

        return expired;
    }

    // Without a lock file, the latest entry of a rotated file is the only time that is known.
    private DateTimeOffset LastKnownTime(TimeProvider timeProvider) =>
        _lock.LastUsed ?? JournalFolder.FindRotated(_paths).Select(file => file.Last).DefaultIfEmpty(timeProvider.GetUtcNow()).Max();

    // A crash during compression leaves a temporary file, or a compressed file beside its original. While the original
    // exists it is authoritative: the compressed copy is removed and created again.
    private void RemoveInterruptedCompressions()
    {
        try
        {
            string[] candidates = [.. JournalFolder.FindCandidates(_paths)];
            foreach (string path in candidates)
            {
                bool isCopy = _paths.TryParse(path, out RotatedFile? file)
                    && file!.IsCompressed
                    && candidates.Contains(path[..^JournalPaths.CompressedSuffix.Length], StringComparer.Ordinal);
                if (isCopy || _paths.IsUnfinished(path))
                {
                    _storage.Delete(path);
                    _log.Write(
                        ListenerLogLevel.Information,
                        JournalEvents.CompressionRestarted,
                        $"Removed '{path}', which an interrupted compression left. The original file is complete and is compressed again.");
                }
            }
        }
        catch (Exception exception) when (IsExpected(exception))
        {
            _log.Write(ListenerLogLevel.Warning, JournalEvents.UpkeepFailed, $"Could not remove the remains of interrupted compressions of the journal '{_paths.Active}': {exception.Message}");
        }
    }
}
