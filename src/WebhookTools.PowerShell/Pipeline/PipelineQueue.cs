using System.Collections.Concurrent;

namespace WebhookTools.PowerShell.Pipeline;

/// <summary>
/// Carries work from tasks to the pipeline thread, the only thread that may write to the pipeline. Any thread adds;
/// only the pipeline thread drains.
/// </summary>
internal sealed class PipelineQueue : IDisposable
{
    /// <summary>The number of waiting writes at which a producer waits too, so that a slow reader downstream keeps memory flat.</summary>
    private const int Capacity = 256;

    private readonly ConcurrentQueue<(Action Action, bool TookSpace)> _entries = new();
    private readonly SemaphoreSlim _arrived = new(0);
    private readonly SemaphoreSlim _space = new(Capacity);

    /// <summary>Adds without waiting, for observers that cannot wait and rarely write.</summary>
    public void Post(Action action) => Add(action, tookSpace: false);

    /// <summary>Adds, and waits while the queue is full.</summary>
    public async ValueTask WriteAsync(Action action, CancellationToken cancellationToken)
    {
        await _space.WaitAsync(cancellationToken);
        Add(action, tookSpace: true);
    }

    /// <summary>Wakes the pipeline thread when the task ends, even if it waits for another task.</summary>
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

    /// <summary>Runs actions until the task has ended.</summary>
    public void DrainUntil(Task task)
    {
        WakeAtEndOf(task);
        DrainUntil(() => task.IsCompleted);
    }

    /// <summary>Runs actions until the condition is true. It is checked when an action arrives and when a task of <see cref="WakeAtEndOf"/> ends.</summary>
    public void DrainUntil(Func<bool> condition) => Drain(condition, static action => action());

    /// <summary>Discards actions until the task has ended.</summary>
    public void DiscardUntil(Task task)
    {
        WakeAtEndOf(task);
        Drain(() => task.IsCompleted, static _ => { });
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _arrived.Dispose();
        _space.Dispose();
    }

    private void Drain(Func<bool> condition, Action<Action> handle)
    {
        while (true)
        {
            // Checked before draining, because a task adds its actions before it ends.
            bool isLast = condition();
            while (_entries.TryDequeue(out (Action Action, bool TookSpace) entry))
            {
                if (entry.TookSpace)
                {
                    _space.Release();
                }

                handle(entry.Action);
            }

            if (isLast)
            {
                return;
            }

            _arrived.Wait();
        }
    }

    private void Add(Action action, bool tookSpace)
    {
        _entries.Enqueue((action, tookSpace));
        Wake();
    }

    // One signal is enough: the pipeline thread takes everything that is there.
    private void Wake()
    {
        if (_arrived.CurrentCount == 0)
        {
            _arrived.Release();
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
            // The pipeline thread noticed the end without this signal, and disposed the queue.
        }
    }
}
