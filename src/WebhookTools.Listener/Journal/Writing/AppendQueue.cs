namespace WebhookTools.Listener.Journal.Writing;

/// <summary>
/// The queue in front of the journal's thread. Callers copy their entries to the end of a batch, under a lock that is held for
/// nothing else. The writer swaps the batch for an empty one, so entries that arrive during a write form the next batch.
/// </summary>
internal sealed class AppendQueue
{
    private readonly object _gate = new();
    private readonly int _capacity;
    private readonly bool _isBuffered;
    private AppendBatch _filling = new();
    private TaskCompletionSource? _spaceAvailable;
    private bool _isWriterWaiting;
    private bool _isWoken;
    private bool _isClosed;

    /// <param name="capacity">The maximum size of the queued entries in bytes. A larger entry is accepted if the queue is empty.</param>
    /// <param name="isBuffered">True if appends complete when they are queued, and the writer takes them only when it is woken or the queue is half full.</param>
    public AppendQueue(int capacity, bool isBuffered)
    {
        _capacity = capacity;
        _isBuffered = isBuffered;
    }

    /// <summary>The size in bytes of the entries that wait.</summary>
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

    /// <summary>Adds an entry. Returns false if the queue is full.</summary>
    /// <param name="completion">Completes when the entry is written, or immediately if the queue is buffered.</param>
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

            AppendCompletion? pending = _isBuffered ? null : AppendCompletion.Rent();
            completion = pending?.Task ?? ValueTask.CompletedTask;
            _filling.Add(bytes, receivedAt, pending);
            PulseIfDue();
            return true;
        }
    }

    /// <summary>Waits until there may be space for another entry.</summary>
    public Task WaitForSpaceAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_filling.Length == 0 || _isClosed)
            {
                return Task.CompletedTask;
            }

            _spaceAvailable ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _spaceAvailable.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Makes callers in <see cref="WaitForSpaceAsync"/> check again. After a failed write, space may not become available for a long time.</summary>
    public void ReleaseWaiting()
    {
        lock (_gate)
        {
            SignalSpace();
        }
    }

    /// <summary>Makes the writer take the queued entries, or an empty batch.</summary>
    public void Wake()
    {
        lock (_gate)
        {
            _isWoken = true;
            PulseIfDue();
        }
    }

    /// <summary>Rejects further entries. The writer still receives those that are queued.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            SignalSpace();
            PulseIfDue();
        }
    }

    /// <summary>Blocks the writer until entries are due or it is woken, and takes the batch.</summary>
    /// <param name="spare">The empty batch that replaces the returned one.</param>
    /// <param name="batch">The queued entries. If the writer was only woken, this is <paramref name="spare"/>, which is empty.</param>
    /// <returns>False if the queue is closed and empty.</returns>
    public bool Take(AppendBatch spare, out AppendBatch batch)
    {
        lock (_gate)
        {
            while (!IsDue)
            {
                Wait();
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
            SignalSpace();
            return true;
        }
    }

    /// <summary>Blocks the writer until it is woken.</summary>
    /// <returns>False if the queue is closed.</returns>
    public bool WaitForWake()
    {
        lock (_gate)
        {
            while (!_isWoken && !_isClosed)
            {
                Wait();
            }

            _isWriterWaiting = false;
            _isWoken = false;
            return !_isClosed;
        }
    }

    // A buffered queue is due when it is half full, so that callers do not have to wait for the writer.
    private bool IsDue => _isWoken || _isClosed || (_isBuffered ? _filling.Length > _capacity / 2 : _filling.Length > 0);

    private void Wait()
    {
        _isWriterWaiting = true;
        Monitor.Wait(_gate);
    }

    private void PulseIfDue()
    {
        if (_isWriterWaiting && IsDue)
        {
            _isWriterWaiting = false;
            Monitor.Pulse(_gate);
        }
    }

    private void SignalSpace()
    {
        _spaceAvailable?.TrySetResult();
        _spaceAvailable = null;
    }
}
