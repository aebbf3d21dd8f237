using WebhookTools.Core;
using WebhookTools.Core.Payloads;
using WebhookTools.Listener.Journal.Files;
using WebhookTools.Listener.Journal.Storage;

namespace WebhookTools.Listener.Journal.Writing;

/// <summary>Appends entries to a journal, which one process owns at a time. Thread-safe. Concurrent appends share one write and one flush.</summary>
public sealed class JournalWriter : IAsyncDisposable
{
    // About ten thousand alarms. Beyond that, a slow disk causes backpressure instead of memory growth.
    private const int QueueCapacity = AppendBatch.MaximumKeptBytes;
    private const int MaximumKeptFormatter = 1024 * 1024;
    private static readonly TimeSpan BufferInterval = TimeSpan.FromSeconds(1);

    [ThreadStatic]
    private static ByteBuffer? t_buffer;

    [ThreadStatic]
    private static IEntryFormatter? t_jsonFormatter;

    private readonly JournalOptions _options;
    private readonly CreatedFiles _createdFiles;
    private readonly JournalLock _lock;
    private readonly ActiveFile _active;
    private readonly JournalMaintenance _maintenance;
    private readonly JournalHealth _health;
    private readonly JournalCounters _counters = new();
    private readonly AppendQueue _queue;
    private readonly AppendLoop _loop;
    private readonly ITimer? _bufferTimer;
    private readonly Lazy<Task> _closing;
    private bool _isRolledBack;

    private JournalWriter(JournalOptions options, IJournalStorage storage, JournalPaths paths, CreatedFiles createdFiles, JournalLock journalLock, ActiveFile active, TimeProvider timeProvider, JournalLog log)
    {
        _options = options;
        _createdFiles = createdFiles;
        _lock = journalLock;
        _active = active;
        bool isBuffered = options.Durability == JournalDurability.Buffered;
        _queue = new AppendQueue(QueueCapacity, isBuffered);
        _health = new JournalHealth(options.Path, timeProvider, log, _queue.Wake);
        _maintenance = new JournalMaintenance(storage, paths, options, journalLock, timeProvider, log);
        var policy = new RotationPolicy(options.MaximumSize, options.RotateDaily, timeProvider.LocalTimeZone);
        _loop = new AppendLoop(_queue, active, policy, _health, _counters, log, options, _maintenance.Wake);
        _bufferTimer = isBuffered ? timeProvider.CreateTimer(_ => _queue.Wake(), state: null, BufferInterval, BufferInterval) : null;
        _closing = new Lazy<Task>(CloseAsync);
        _counters.Opened(active.Length);
        _loop.Start();
    }

    /// <summary>True if the last append was made durable, or the disk has become writable since.</summary>
    public bool IsHealthy => _health.IsHealthy;

    /// <summary>The reason why the journal cannot be written, or null if it is healthy.</summary>
    public string? Problem => _health.Problem;

    /// <summary>The counters since the journal was opened.</summary>
    public JournalStatistics Statistics => _counters.Snapshot(_queue.WaitingBytes);

    /// <summary>Opens a journal: acquires its lock, and removes an incomplete entry from its end.</summary>
    /// <remarks>
    /// An existing active file is read once, to find the end of its last complete entry and the times of its entries. A file that
    /// is not a journal is not changed.
    /// </remarks>
    /// <param name="options">The options, which are validated.</param>
    /// <param name="timeProvider">The clock for days, ages and timers.</param>
    /// <param name="log">Receives log entries, on any thread. Null to discard them.</param>
    /// <exception cref="WebhookException">An option is not valid, another process owns the journal, or it cannot be opened.</exception>
    public static JournalWriter Open(JournalOptions options, TimeProvider timeProvider, Action<ListenerLogEntry>? log) =>
        Open(options, timeProvider, log, PhysicalStorage.Instance);

    /// <summary>Appends an entry. When the task completes, the entry is as durable as <see cref="JournalOptions.Durability"/> states.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="cancellationToken">Cancels waiting for space in the queue. An entry that is queued is written.</param>
    /// <exception cref="WebhookException">The entry could not be made durable (kind <c>WriteFailed</c>), and is not in the journal.</exception>
    /// <exception cref="OperationCanceledException">The append was canceled, and the entry is not in the journal.</exception>
    /// <exception cref="ObjectDisposedException">The journal is closed.</exception>
    public ValueTask AppendAsync(JournalEntry entry, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled(cancellationToken);
        }

        // Formatting happens on the callers' threads, in parallel.
        ByteBuffer buffer = t_buffer ??= new ByteBuffer(MaximumKeptFormatter, Array.MaxLength);
        try
        {
            Formatter().Format(entry, buffer);
            return _queue.TryAdd(buffer.WrittenSpan, entry.ReceivedAt, out ValueTask completion)
                ? completion
                : AppendWithBackpressureAsync(buffer.WrittenSpan.ToArray(), entry.ReceivedAt, cancellationToken);
        }
        finally
        {
            buffer.Clear();
        }
    }

    /// <summary>Writes the queued entries, and closes the journal.</summary>
    public ValueTask DisposeAsync() => new(_closing.Value);

    /// <summary>Closes the journal after a failed start: the files and folders that opening it created are removed, unless an entry was appended.</summary>
    internal ValueTask RollbackAsync()
    {
        _isRolledBack = true;
        return DisposeAsync();
    }

    internal static JournalWriter Open(JournalOptions options, TimeProvider timeProvider, Action<ListenerLogEntry>? log, IJournalStorage storage)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(timeProvider);
        options.Validate();
        var journalLog = new JournalLog(log, timeProvider);
        CreatedFiles? createdFiles = null;
        JournalLock? journalLock = null;
        ActiveFile? active = null;
        try
        {
            var paths = new JournalPaths(JournalFolder.Resolve(options.Path));
            if (!JournalFolder.MayBeFile(paths.Active))
            {
                throw JournalErrors.JournalPathIsNotAFile(options.Path);
            }

            createdFiles = new CreatedFiles(storage, paths);
            storage.CreateFolder(paths.Folder);
            journalLock = JournalLock.Acquire(paths);
            active = new ActiveFile(storage, paths, journalLock, options, timeProvider, journalLog);
            active.EnsureOpen();
            return new JournalWriter(options, storage, paths, createdFiles, journalLock, active, timeProvider, journalLog);
        }
        catch (Exception exception)
        {
            active?.Dispose();
            Rollback(createdFiles, journalLock);
            throw exception switch
            {
                UnauthorizedAccessException => JournalErrors.JournalFolderNotWritable(options.Path, exception),
                IOException => JournalErrors.JournalUnavailable(options.Path, exception),
                _ => exception,
            };
        }
    }

    private static void Rollback(CreatedFiles? createdFiles, JournalLock? journalLock)
    {
        if (journalLock is not null)
        {
            createdFiles?.RemoveActive();
            if (createdFiles is { IsLockNew: true })
            {
                journalLock.Rollback();
            }

            journalLock.Dispose();
        }

        createdFiles?.RemoveFolders();
    }

    private IEntryFormatter Formatter() => _options.Format == JournalFormat.Json
        ? t_jsonFormatter ??= new JsonEntryFormatter()
        : TextEntryFormatter.Instance;

    private async ValueTask AppendWithBackpressureAsync(byte[] bytes, DateTimeOffset receivedAt, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_options.Durability == JournalDurability.Buffered && _health.Problem is string problem)
            {
                // The buffer is full and cannot be written.
                throw JournalErrors.JournalWriteFailed(_options.Path, new IOException(problem));
            }

            await _queue.WaitForSpaceAsync(cancellationToken);
            if (_queue.TryAdd(bytes, receivedAt, out ValueTask completion))
            {
                await completion;
                return;
            }
        }
    }

    private async Task CloseAsync()
    {
        _queue.Close();
        await _loop.Completion;
        if (_bufferTimer is not null)
        {
            await _bufferTimer.DisposeAsync();
        }

        _health.Dispose();
        await _maintenance.DisposeAsync();
        _active.Dispose();
        if (_isRolledBack)
        {
            Rollback(_createdFiles, _lock);
        }

        _lock.Dispose();
    }
}

/// <summary>Formats journal entries. Not thread-safe.</summary>
internal interface IEntryFormatter
{
    /// <summary>Appends the entry, including its terminator.</summary>
    void Format(JournalEntry entry, ByteBuffer destination);
}
