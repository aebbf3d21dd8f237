using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using WebhookTools.Core;
using WebhookTools.Listener.Journal.Files;

namespace WebhookTools.Listener.Journal.Writing;

/// <summary>
/// Writes the journal. One thread takes everything that is queued, writes it with one write and one flush, and completes
/// the callers. It is a thread rather than a task because it blocks on the disk, which must not occupy a pool thread.
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
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly bool _keepsUnwritten = options.Durability == JournalDurability.Buffered;

    /// <summary>Completes when the queue is closed and what waited in it is dealt with.</summary>
    public Task Completion => _completion.Task;

    /// <summary>Starts the thread.</summary>
    public void Start() => new Thread(Run) { IsBackground = true, Name = "Webhook journal" }.Start();

    private void Run()
    {
        var spare = new AppendBatch();
        while (queue.Take(spare, out AppendBatch batch))
        {
            Write(batch);
            batch.Clear();
            spare = batch;
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
        ReadOnlySpan<BatchEntry> entries = batch.Entries;
        if (active.CanRotate && Rotates(active.TimeRange, active.Length, in entries[0]) && active.Rotate())
        {
            counters.Rotated();
            onRotated();
        }

        (int count, int size) = Fit(entries);
        entries = entries[..count];
        active.Append(batch.Bytes[..size], entries);
        counters.Appended(count, size, active.Length);
        health.Succeed();
        foreach (ref readonly BatchEntry entry in entries)
        {
            entry.Waiter?.Complete();
        }

        batch.Skip(count, size);
    }

    private (int Count, int Size) Fit(ReadOnlySpan<BatchEntry> entries)
    {
        EntryTimeRange? range = active.TimeRange;
        int size = 0;
        for (int i = 0; i < entries.Length; i++)
        {
            ref readonly BatchEntry entry = ref entries[i];
            if (i > 0 && active.CanRotate && Rotates(range, active.Length + size, in entry))
            {
                return (i, size);
            }

            range = range?.With(entry.ReceivedAt) ?? EntryTimeRange.Of(entry.ReceivedAt);
            size += entry.Size;
        }

        return (entries.Length, size);
    }

    private bool Rotates(EntryTimeRange? range, long length, in BatchEntry entry) =>
        policy.RotatesBefore(range, length, entry.ReceivedAt, entry.Size);

    private void Refuse(AppendBatch batch, WebhookException problem)
    {
        ReadOnlySpan<BatchEntry> entries = batch.Entries;
        counters.Failed(entries.Length);
        health.Fail(problem, entries.Length);
        foreach (ref readonly BatchEntry entry in entries)
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
