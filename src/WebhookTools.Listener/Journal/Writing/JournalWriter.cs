using WebhookTools.Core;
using WebhookTools.Listener.Journal.Files;
using WebhookTools.Listener.Journal.Storage;

namespace WebhookTools.Listener.Journal.Writing;

/// <summary>Appends to a journal. One process owns a journal at a time. Safe for many threads; concurrent appends share one write and one flush.</summary>
public sealed class JournalWriter : IAsyncDisposable
{
    // Some ten thousand alarms: beyond, a slow disk is felt as back-pressure and not as memory.
    private const int QueueCapacity = AppendBatch.MaximumKeptBytes;
    private const int FormatterCapacity = 4 * 1024;
    private const int MaximumKeptFormatter = 1024 * 1024;
    private static readonly TimeSpan BufferInterval = TimeSpan.FromSeconds(1);

    [ThreadStatic]
    private static ByteBuffer? t_buffer;

    [ThreadStatic]
    private static IEntryFormatter? t_jsonFormatter;

    private readonly JournalOptions _options;
    private readonly CreatedFiles _newFiles;
    private readonly JournalLock _lock;
    private readonly ActiveFile _active;
    private readonly JournalMaintenance _keeper;
    private readonly JournalHealth _health;
    private readonly JournalCounters _counters = new();
    private readonly AppendQueue _queue;
    private readonly AppendLoop _loop;
    private readonly ITimer? _bufferTimer;
    private readonly Lazy<Task> _closing;
    private bool _isWithdrawn;

    private JournalWriter(JournalOptions options, IJournalStorage storage, JournalPaths paths, CreatedFiles newFiles, JournalLock journalLock, ActiveFile active, TimeProvider timeProvider, JournalLog log)
    {
        _options = options;
        _newFiles = newFiles;
        _lock = journalLock;
        _active = active;
        bool isBuffered = options.Durability == JournalDurability.Buffered;
        _queue = new AppendQueue(QueueCapacity, isBuffered);
        _health = new JournalHealth(options.Path, timeProvider, log, _queue.Wake);
        _keeper = new JournalMaintenance(storage, paths, options, timeProvider, log);
        var policy = new RotationPolicy(options.MaximumSize, options.RotateDaily, timeProvider.LocalTimeZone);
        _loop = new AppendLoop(_queue, active, policy, _health, _counters, log, options, _keeper.Wake);
        _bufferTimer = isBuffered ? timeProvider.CreateTimer(_ => _queue.Wake(), state: null, BufferInterval, BufferInterval) : null;
        _closing = new Lazy<Task>(CloseAsync);
        _counters.Opened(active.Length);
        _loop.Start();
    }

    /// <summary>Whether the last append could be made durable, or a probe since then found that the next one can.</summary>
    public bool IsHealthy => _health.IsHealthy;

    /// <summary>Why it is not healthy, or null.</summary>
    public string? Problem => _health.Problem;

    /// <summary>What was counted since the journal was opened.</summary>
    public JournalStatistics Statistics => _counters.Snapshot(_queue.WaitingBytes);

    /// <summary>Opens a journal: takes its lock, cuts back a torn tail and reports it.</summary>
    /// <remarks>
    /// An active file that is there is read once, to find where its last whole entry ends and when its entries
    /// were received. A file that is no journal is left untouched.
    /// </remarks>
    /// <param name="options">Where and how; validated here.</param>
    /// <param name="timeProvider">The clock, for days, ages and timers.</param>
    /// <param name="log">Told, on any thread, of what an operator should know; null: nobody.</param>
    /// <exception cref="WebhookException">Another process owns it, its folder cannot be written, or an option is not allowed.</exception>
    public static JournalWriter Open(JournalOptions options, TimeProvider timeProvider, Action<ListenerLogEntry>? log) =>
        Open(options, timeProvider, log, PhysicalStorage.Instance);

    /// <summary>Appends an entry. When the task completes it is as durable as the options promise.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="cancellationToken">Cancels while there is no room for it yet. Once it is queued it is written, and its result is awaited.</param>
    /// <exception cref="WebhookException">It could not be made durable (kind <c>WriteFailed</c>), and nothing of it is in the journal.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled, and nothing of it is in the journal.</exception>
    /// <exception cref="ObjectDisposedException">The journal is closed.</exception>
    public ValueTask AppendAsync(JournalEntry entry, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled(cancellationToken);
        }

        // On the caller's thread, so that what is dear is done by many.
        ByteBuffer buffer = t_buffer ??= new ByteBuffer(FormatterCapacity);
        try
        {
            Formatter().Format(entry, buffer);
            return _queue.TryAdd(buffer.Written, entry.ReceivedAt, out ValueTask completion)
                ? completion
                : AppendWhenThereIsRoomAsync(buffer.Written.ToArray(), entry.ReceivedAt, cancellationToken);
        }
        finally
        {
            buffer.Clear(MaximumKeptFormatter);
        }
    }

    /// <summary>Writes what is waiting, and gives the journal up.</summary>
    public ValueTask DisposeAsync() => new(_closing.Value);

    /// <summary>Closes it as one that should not have been opened: what opening it made is removed, unless something was appended.</summary>
    internal ValueTask RollbackAsync()
    {
        _isWithdrawn = true;
        return DisposeAsync();
    }

    /// <summary>Opens a journal on a storage of the caller's choice.</summary>
    internal static JournalWriter Open(JournalOptions options, TimeProvider timeProvider, Action<ListenerLogEntry>? log, IJournalStorage storage)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(timeProvider);
        options.Validate();
        var journalLog = new JournalLog(log, timeProvider);
        CreatedFiles? newFiles = null;
        JournalLock? journalLock = null;
        ActiveFile? active = null;
        try
        {
            var paths = new JournalPaths(JournalFolder.Resolve(options.Path));
            if (!JournalFolder.MayBeFile(paths.Active))
            {
                throw JournalErrors.JournalPathIsNotAFile(options.Path);
            }

            newFiles = new CreatedFiles(storage, paths);
            storage.CreateFolder(paths.Folder);
            journalLock = JournalLock.Take(paths);
            active = new ActiveFile(storage, paths, journalLock, options, timeProvider, journalLog);
            active.EnsureOpen();
            return new JournalWriter(options, storage, paths, newFiles, journalLock, active, timeProvider, journalLog);
        }
        catch (Exception exception)
        {
            active?.Dispose();
            Withdraw(newFiles, journalLock);
            throw exception switch
            {
                UnauthorizedAccessException => JournalErrors.JournalFolderNotWritable(options.Path, exception),
                IOException => JournalErrors.JournalUnavailable(options.Path, exception),
                _ => exception,
            };
        }
    }

    /// <summary>Gives the lock up, and removes what was made on the way to it.</summary>
    private static void Withdraw(CreatedFiles? newFiles, JournalLock? journalLock)
    {
        if (journalLock is not null)
        {
            newFiles?.RemoveActive();
            if (newFiles is { IsLockNew: true })
            {
                journalLock.Withdraw();
            }

            journalLock.Dispose();
        }

        newFiles?.RemoveFolders();
    }

    private IEntryFormatter Formatter() => _options.Format == JournalFormat.Json
        ? t_jsonFormatter ??= new JsonEntryFormatter()
        : TextEntryFormatter.Instance;

    private async ValueTask AppendWhenThereIsRoomAsync(byte[] bytes, DateTimeOffset receivedAt, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_options.Durability == JournalDurability.Buffered && _health.Problem is string problem)
            {
                // What waits cannot be written, and there is no room for more.
                throw JournalErrors.JournalWriteFailed(_options.Path, new IOException(problem));
            }

            await _queue.WaitForRoomAsync(cancellationToken);
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
        await _keeper.DisposeAsync();
        _active.Dispose();
        if (_isWithdrawn)
        {
            Withdraw(_newFiles, _lock);
        }

        _lock.Dispose();
    }
}
