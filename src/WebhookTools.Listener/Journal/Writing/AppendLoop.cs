using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using WebhookTools.Core;
using WebhookTools.Listener.Journal.Files;

namespace WebhookTools.Listener.Journal.Writing;

/// <summary>
/// The one writer. On a thread of its own it takes all that waits, writes it at once, flushes it at once, and tells
/// those who wait. A thread and not a task: it blocks in the disk, which must not cost the pool a worker.
/// Where nothing is flushed, a write is done sooner than a thread is woken for it: then callers write themselves as long as
/// they do not meet, and leave to the thread what gathers when they do.
/// </summary>
internal sealed class AppendLoop(
    AppendQueue queue,
    ActiveFile active,
    RotationPolicy policy,
    JournalHealth health,
    JournalCounters counters,
    JournalLog log,
    JournalOptions options,
    Action onRotated)
{
    /// <summary>How often a caller looks whether it can write itself; some microseconds, about what one write takes.</summary>
    private const int Looks = 10;
    private const int SpinsBetweenLooks = 10;

    /// <summary>The largest entry, in bytes, that a caller writes itself: what is larger takes long enough to be handed over.</summary>
    private const int LargestQuick = 64 * 1024;

    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly bool _keepsUnwritten = options.Durability == JournalDurability.Buffered;
    private readonly bool _isQuick = options.Durability == JournalDurability.Flushed;

    /// <summary>Held by whoever writes.</summary>
    private readonly Lock _writing = new();
    private readonly AppendBatch _single = new();
    private bool _hasEnded;

    /// <summary>Completes when the queue is closed and what waited in it is dealt with.</summary>
    public Task Completion => _completion.Task;

    /// <summary>Starts the thread.</summary>
    public void Start() => new Thread(Run) { IsBackground = true, Name = "Webhook journal" }.Start();

    /// <summary>Writes an entry on the caller's thread, where that is the quickest way: never waits for whoever writes.</summary>
    /// <param name="problem">Why it could not be written and is not in the journal; null if it is.</param>
    /// <returns>False where it is to be queued.</returns>
    public bool TryWriteNow(ReadOnlySpan<byte> bytes, DateTimeOffset receivedAt, out WebhookException? problem)
    {
        problem = null;
        if (!_isQuick || bytes.Length > LargestQuick || !TryEnterSoon())
        {
            return false;
        }

        try
        {
            // Whoever waits already is written first, and together.
            if (_hasEnded || !queue.IsEmpty)
            {
                return false;
            }

            _single.Add(bytes, receivedAt, waiter: null);
            if (!TryWrite(_single, out problem))
            {
                Refuse(_single, problem);
            }

            return true;
        }
        finally
        {
            _single.Clear();
            _writing.Exit();
        }
    }

    private bool TryEnterSoon()
    {
        for (int look = 0; queue.IsEmpty && look < Looks; look++)
        {
            if (_writing.TryEnter())
            {
                return true;
            }

            Thread.SpinWait(SpinsBetweenLooks);
        }

        return false;
    }

    private void Run()
    {
        var spare = new AppendBatch();
        while (!_hasEnded)
        {
            queue.WaitUntilDue();

            // Taken only when it can be written: all that gathers until then is one batch.
            lock (_writing)
            {
                if (queue.Take(spare, out AppendBatch batch))
                {
                    Write(batch);
                    batch.Clear();
                    spare = batch;
                }
                else
                {
                    _hasEnded = true;
                }
            }
        }

        _completion.SetResult();
    }

    private void Write(AppendBatch batch)
    {
        if (batch.Length == 0)
        {
            ProbeIfUnhealthy();
        }
        else if (_keepsUnwritten)
        {
            WriteStubbornly(batch);
        }
        else if (!TryWrite(batch, out WebhookException? problem))
        {
            Refuse(batch, problem);
        }
    }

    // What was acknowledged before it was written is not given up while there is hope.
    private void WriteStubbornly(AppendBatch batch)
    {
        bool isOpen = true;
        while (!TryWrite(batch, out WebhookException? problem))
        {
            health.Fail(problem, 0);
            queue.ReleaseWaiting();
            if (!isOpen)
            {
                int lost = batch.Entries.Length;
                counters.Failed(lost);
                log.Write(
                    ListenerLogLevel.Error,
                    JournalEvents.BufferLost,
                    string.Create(CultureInfo.InvariantCulture, $"{lost} buffered entries were lost: {problem.Message}"));
                return;
            }

            isOpen = queue.WaitForWake();
        }
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Whatever happens, those who wait are told and the writer goes on.")]
    private bool TryWrite(AppendBatch batch, [NotNullWhen(false)] out WebhookException? problem)
    {
        try
        {
            while (!batch.Entries.IsEmpty)
            {
                WriteNextFile(batch);
            }

            problem = null;
            return true;
        }
        catch (Exception exception)
        {
            problem = JournalErrors.JournalWriteFailed(options.Path, exception);
            return false;
        }
    }

    // As much of the batch as belongs into one file.
    private void WriteNextFile(AppendBatch batch)
    {
        active.EnsureOpen();
        ReadOnlySpan<QueuedEntry> entries = batch.Entries;
        if (active.CanRotate && Rotates(active.Span, active.Length, in entries[0]) && active.Rotate())
        {
            counters.Rotated();
            onRotated();
        }

        (int count, int size) = Fit(entries);
        entries = entries[..count];
        active.Append(batch.Bytes[..size], entries);
        counters.Appended(count, size, active.Length);
        health.Succeed();
        foreach (ref readonly QueuedEntry entry in entries)
        {
            entry.Waiter?.Complete();
        }

        batch.Skip(count, size);
    }

    private (int Count, int Size) Fit(ReadOnlySpan<QueuedEntry> entries)
    {
        EntrySpan? span = active.Span;
        int size = 0;
        for (int i = 0; i < entries.Length; i++)
        {
            ref readonly QueuedEntry entry = ref entries[i];
            if (i > 0 && active.CanRotate && Rotates(span, active.Length + size, in entry))
            {
                return (i, size);
            }

            span = span?.With(entry.ReceivedAt) ?? EntrySpan.Of(entry.ReceivedAt);
            size += entry.Size;
        }

        return (entries.Length, size);
    }

    private bool Rotates(EntrySpan? span, long length, in QueuedEntry entry) =>
        policy.RotatesBefore(span, length, entry.ReceivedAt, entry.Size);

    private void Refuse(AppendBatch batch, WebhookException problem)
    {
        ReadOnlySpan<QueuedEntry> entries = batch.Entries;
        counters.Failed(entries.Length);
        health.Fail(problem, entries.Length);
        foreach (ref readonly QueuedEntry entry in entries)
        {
            // Each its own: an exception collects the stack of whoever it is thrown at.
            entry.Waiter?.Fail(JournalErrors.JournalWriteFailed(options.Path, problem.InnerException!));
        }
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "A probe that fails is an answer, whatever the reason.")]
    private void ProbeIfUnhealthy()
    {
        if (health.IsHealthy)
        {
            return;
        }

        try
        {
            active.Probe();
            health.Succeed();
        }
        catch (Exception exception)
        {
            health.Fail(JournalErrors.JournalWriteFailed(options.Path, exception), 0);
        }
    }
}
