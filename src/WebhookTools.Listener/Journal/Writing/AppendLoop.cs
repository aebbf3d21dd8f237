using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using WebhookTools.Core;
using WebhookTools.Listener.Journal.Files;

namespace WebhookTools.Listener.Journal.Writing;

/// <summary>
/// Writes the journal (group commit). One thread takes all queued entries, writes them with one write and one flush, and
/// completes the callers. It is a thread rather than a task because it blocks on the disk, which must not occupy a pool thread.
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
    private readonly bool _retriesFailedWrites = options.Durability == JournalDurability.Buffered;

    /// <summary>Completes when the queue is closed and all its entries are written or failed.</summary>
    public Task Completion => _completion.Task;

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
        else if (_retriesFailedWrites)
        {
            WriteWithRetries(batch);
        }
        else if (!TryWrite(batch, out WebhookException? problem))
        {
            Fail(batch, problem);
        }
    }

    // Buffered entries were already acknowledged, so they are kept until they can be written or the journal is closed.
    private void WriteWithRetries(AppendBatch batch)
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
                    string.Create(CultureInfo.InvariantCulture, $"{lost} buffered entries were lost. {problem.Message}"));
                return;
            }

            isOpen = queue.WaitForWake();
        }
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Any failure is reported to the callers, and the loop continues.")]
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

    // Writes the entries that belong into one file.
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
            entry.Completion?.Complete();
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

    private void Fail(AppendBatch batch, WebhookException problem)
    {
        ReadOnlySpan<BatchEntry> entries = batch.Entries;
        counters.Failed(entries.Length);
        health.Fail(problem, entries.Length);
        foreach (ref readonly BatchEntry entry in entries)
        {
            // One exception for each caller, because throwing an exception changes its stack trace.
            entry.Completion?.Fail(JournalErrors.JournalWriteFailed(options.Path, problem.InnerException!));
        }
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Any failure of the probe means that the journal is not writable.")]
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
