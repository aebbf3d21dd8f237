using System.Globalization;
using WebhookTools.Listener.Journal.Storage;
using WebhookTools.Listener.Journal.Writing;

namespace WebhookTools.Listener.Journal.Files;

/// <summary>Looks after rotated files in the background, off the writer's way: removes those past the retention's limits, compresses the rest.</summary>
internal sealed class JournalMaintenance : IAsyncDisposable
{
    // Files grow old even when nothing is appended.
    private static readonly TimeSpan AgeInterval = TimeSpan.FromHours(1);
    private readonly IJournalStorage _storage;
    private readonly JournalPaths _paths;
    private readonly JournalOptions _options;
    private readonly TimeProvider _timeProvider;
    private readonly JournalLog _log;
    private readonly SemaphoreSlim _work = new(1);
    private readonly CancellationTokenSource _stop = new();
    private readonly ITimer? _timer;
    private readonly Task _loop;

    /// <summary>Starts with what an earlier listener left.</summary>
    public JournalMaintenance(IJournalStorage storage, JournalPaths paths, JournalOptions options, TimeProvider timeProvider, JournalLog log)
    {
        _storage = storage;
        _paths = paths;
        _options = options;
        _timeProvider = timeProvider;
        _log = log;
        ClearInterrupted();
        _loop = Task.Run(RunAsync, CancellationToken.None);
        _timer = options.RetainedAge is null ? null : timeProvider.CreateTimer(_ => Wake(), state: null, AgeInterval, AgeInterval);
    }

    /// <summary>There is a new rotated file.</summary>
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

    /// <summary>Ends at the next file, and removes what is past the limits, which is quick; a compression that is under way is given up and done again at the next start.</summary>
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
                Tidy(_stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // Told to end.
        }
    }

    private void Tidy(CancellationToken cancellationToken)
    {
        try
        {
            if (!_options.Compress)
            {
                Remove(new RetentionPolicy(_options.RetainedFileCount, _options.RetainedAge, _options.RetainedSize), countsPlain: true, cancellationToken);
                return;
            }

            // Before it is known what they come to compressed, files do not count by their size; unless they cannot be
            // compressed, for which a full disk is a reason, and then removing is what helps.
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
        $"The rotated files of the journal '{_paths.Active}' could not be looked after, which is tried again at the next rotation: {exception.Message}");

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

        foreach (RotatedFile file in policy.Expired(files, _timeProvider.GetUtcNow()))
        {
            cancellationToken.ThrowIfCancellationRequested();
            _storage.Delete(file.Path);
            _log.Write(
                ListenerLogLevel.Information,
                JournalEvents.FileRemoved,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The rotated file '{file.Path}', with entries of {file.First:u} to {file.Last:u}, is past the retention's limits and was removed."));
        }
    }

    // A crash leaves a temporary file, or a compressed file beside its original. The original is the truth until it is
    // gone: its compressed copy is removed, and made again.
    private void ClearInterrupted()
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
                        $"A compression had been interrupted; its copy '{path}' was removed, and the original is whole.");
                }
            }
        }
        catch (Exception exception) when (IsExpected(exception))
        {
            _log.Write(ListenerLogLevel.Warning, JournalEvents.UpkeepFailed, $"The folder of the journal '{_paths.Active}' could not be cleared: {exception.Message}");
        }
    }
}
