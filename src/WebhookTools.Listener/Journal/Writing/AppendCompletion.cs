using System.Collections.Concurrent;
using System.Threading.Tasks.Sources;

namespace WebhookTools.Listener.Journal.Writing;

/// <summary>Completes an append that waits for the disk. Instances are pooled, so that an append does not allocate.</summary>
internal sealed class AppendCompletion : IValueTaskSource
{
    private const int MaximumPooled = 4096;
    private static readonly ConcurrentQueue<AppendCompletion> Pool = new();
    private static int s_pooled;

    // Continuations run asynchronously, because the journal's thread must not run the callers' code.
    private ManualResetValueTaskSourceCore<bool> _core = new() { RunContinuationsAsynchronously = true };

    private AppendCompletion()
    {
    }

    /// <summary>The task that the caller awaits exactly once.</summary>
    public ValueTask Task => new(this, _core.Version);

    public static AppendCompletion Rent()
    {
        if (Pool.TryDequeue(out AppendCompletion? pooled))
        {
            Interlocked.Decrement(ref s_pooled);
            return pooled;
        }

        return new AppendCompletion();
    }

    public void Complete() => _core.SetResult(true);

    public void Fail(Exception exception) => _core.SetException(exception);

    /// <inheritdoc/>
    public void GetResult(short token)
    {
        try
        {
            _core.GetResult(token);
        }
        finally
        {
            _core.Reset();
            if (Interlocked.Increment(ref s_pooled) <= MaximumPooled)
            {
                Pool.Enqueue(this);
            }
            else
            {
                Interlocked.Decrement(ref s_pooled);
            }
        }
    }

    /// <inheritdoc/>
    public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

    /// <inheritdoc/>
    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);
}
