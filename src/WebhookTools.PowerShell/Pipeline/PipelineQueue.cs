using System.Collections.Concurrent;

namespace WebhookTools.PowerShell.Pipeline;

/// <summary>
/// Carries work from tasks to the pipeline's thread, the only one that may write to the pipeline.
/// Any thread adds; the pipeline's thread alone drains.
/// </summary>
internal sealed class PipelineQueue : IDisposable
{
    /// <summary>How much may wait before a producer waits too, so that a slow reader downstream keeps memory flat.</summary>
    private const int Capacity = 256;

    private readonly ConcurrentQueue<Entry> _entries = new();
    private readonly SemaphoreSlim _arrived = new(0);
    private readonly SemaphoreSlim _space = new(Capacity);

    /// <summary>Adds without waiting, for observers that must not wait and speak rarely.</summary>
    public void Post(Action action) => Add(new Entry(action, Abandon: null, TookSpace: false));

    /// <summary>Adds, and waits while the queue is full.</summary>
    public async ValueTask WriteAsync(Action action, CancellationToken cancellationToken)
    {
        await _space.WaitAsync(cancellationToken);
        Add(new Entry(action, Abandon: null, TookSpace: true));
    }

    /// <summary>Adds a question, and waits for the pipeline's answer.</summary>
    public async Task<T> InvokeAsync<T>(Func<T> function, CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Add(new Entry(() => answer.TrySetResult(function()), () => answer.TrySetCanceled(), TookSpace: false));
        return await answer.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Has the pipeline's thread look up. Once is enough: whoever is woken takes all that is there.</summary>
    public void Wake()
    {
        if (_arrived.CurrentCount == 0)
        {
            _arrived.Release();
        }
    }

    /// <summary>Has the pipeline's thread look up when the task ends, also while it drains for the sake of another one.</summary>
    public void WakeAtEndOf(Task task)
    {
        if (!task.IsCompleted)
        {
            _ = task.ContinueWith(
                static (_, queue) => ((PipelineQueue)queue!).WakeAtEnd(),
                this,
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
        }
    }

    /// <summary>Runs what is there, and what arrives until the task has ended.</summary>
    public void DrainUntil(Task task)
    {
        WakeAtEndOf(task);
        DrainUntil(() => task.IsCompleted);
    }

    /// <summary>Runs what is there, and what arrives until it is so. It is asked whenever something arrives, and when a task ends that <see cref="WakeAtEndOf"/> was told of.</summary>
    public void DrainUntil(Func<bool> isSo) => Drain(isSo, static entry => entry.Action());

    /// <summary>Drops what is there and what arrives until the task has ended; whoever waits for an answer is told that none comes.</summary>
    public void AbandonUntil(Task task)
    {
        WakeAtEndOf(task);
        Drain(() => task.IsCompleted, static entry => entry.Abandon?.Invoke());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _arrived.Dispose();
        _space.Dispose();
    }

    private void Drain(Func<bool> isSo, Action<Entry> handle)
    {
        while (true)
        {
            // Asked before draining: whatever a task added, it added before it ended.
            bool isLast = isSo();
            while (_entries.TryDequeue(out Entry entry))
            {
                if (entry.TookSpace)
                {
                    _space.Release();
                }

                handle(entry);
            }

            if (isLast)
            {
                return;
            }

            _arrived.Wait();
        }
    }

    private void WakeAtEnd()
    {
        try
        {
            Wake();
        }
        catch (ObjectDisposedException)
        {
            // The end was seen without this, and the cmdlet with its queue is gone already.
        }
    }

    private void Add(Entry entry)
    {
        _entries.Enqueue(entry);
        Wake();
    }

    private readonly record struct Entry(Action Action, Action? Abandon, bool TookSpace);
}
