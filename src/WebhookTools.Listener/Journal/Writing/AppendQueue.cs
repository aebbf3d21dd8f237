namespace WebhookTools.Listener.Journal.Writing;

/// <summary>
/// What waits for the one writer. Callers copy their bytes to the end of a batch under a lock that is held for
/// nothing else; the writer takes the whole batch and leaves an empty one: whatever comes while it writes is the next batch.
/// </summary>
internal sealed class AppendQueue
{
    private readonly object _gate = new();
    private readonly int _capacity;
    private readonly bool _isLazy;
    private AppendBatch _filling = new();
    private TaskCompletionSource? _room;
    private bool _isWriterWaiting;
    private bool _isWoken;
    private bool _isClosed;

    /// <summary>Creates an empty queue.</summary>
    /// <param name="capacity">The bytes that may wait; an entry that is bigger waits alone.</param>
    /// <param name="isLazy">Whether the writer waits to be woken before it takes what waits, and callers do not wait for the writer.</param>
    public AppendQueue(int capacity, bool isLazy)
    {
        _capacity = capacity;
        _isLazy = isLazy;
    }

    /// <summary>The bytes that wait.</summary>
    public long WaitingBytes
    {
        get
        {
            lock (_gate)
            {
                return _filling.Length;
            }
        }
    }

    /// <summary>Adds an entry; false if there is no room for it now.</summary>
    /// <param name="completion">Completes when the writer has dealt with it.</param>
    /// <exception cref="ObjectDisposedException">The queue is closed.</exception>
    public bool TryAdd(ReadOnlySpan<byte> bytes, DateTimeOffset receivedAt, out ValueTask completion)
    {
        completion = default;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, typeof(JournalWriter));
            if (_filling.Length > 0 && _filling.Length + (long)bytes.Length > _capacity)
            {
                return false;
            }

            AppendCompletion? waiter = _isLazy ? null : AppendCompletion.Rent();
            completion = waiter?.Task ?? ValueTask.CompletedTask;
            _filling.Add(bytes, receivedAt, waiter);
            PulseIfDue();
            return true;
        }
    }

    /// <summary>Completes when it is worth to try again to add.</summary>
    public Task WaitForRoomAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_filling.Length == 0 || _isClosed)
            {
                return Task.CompletedTask;
            }

            _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _room.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Lets those who wait for room look again: the writer failed, and there may be no room for long.</summary>
    public void ReleaseWaiting()
    {
        lock (_gate)
        {
            SignalRoom();
        }
    }

    /// <summary>Makes the writer take what waits, and look after itself if nothing does.</summary>
    public void Wake()
    {
        lock (_gate)
        {
            _isWoken = true;
            PulseIfDue();
        }
    }

    /// <summary>Takes no more entries. The writer gets what waits, and then the end.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            SignalRoom();
            PulseIfDue();
        }
    }

    /// <summary>Blocks the writer's thread until there is something to do, and takes what waits.</summary>
    /// <param name="spare">The empty batch that takes the place of the one that is returned.</param>
    /// <param name="batch">What waits; empty if the writer was only woken, and then <paramref name="spare"/> itself.</param>
    /// <returns>False when the queue is closed and empty.</returns>
    public bool Take(AppendBatch spare, out AppendBatch batch)
    {
        lock (_gate)
        {
            while (!IsDue)
            {
                _isWriterWaiting = true;
                Monitor.Wait(_gate);
            }

            _isWriterWaiting = false;
            _isWoken = false;
            if (_filling.Length == 0)
            {
                batch = spare;
                return !_isClosed;
            }

            batch = _filling;
            _filling = spare;
            SignalRoom();
            return true;
        }
    }

    /// <summary>Blocks the writer's thread until it is woken.</summary>
    /// <returns>False when the queue is closed.</returns>
    public bool WaitForWake()
    {
        lock (_gate)
        {
            while (!_isWoken && !_isClosed)
            {
                _isWriterWaiting = true;
                Monitor.Wait(_gate);
            }

            _isWriterWaiting = false;
            _isWoken = false;
            return !_isClosed;
        }
    }

    // Half of the room is left for those who come while the writer is on its way.
    private bool IsDue => _isWoken || _isClosed || (_isLazy ? _filling.Length > _capacity / 2 : _filling.Length > 0);

    private void PulseIfDue()
    {
        if (_isWriterWaiting && IsDue)
        {
            _isWriterWaiting = false;
            Monitor.Pulse(_gate);
        }
    }

    private void SignalRoom()
    {
        _room?.TrySetResult();
        _room = null;
    }
}
