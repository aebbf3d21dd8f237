namespace WebhookTools.Listener.Tests.Journal;

/// <summary>Blocks the journal's writer until a test releases it. All waits are limited, so that a failing test ends.</summary>
internal sealed class DiskGate : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private readonly SemaphoreSlim _reached = new(0);
    private readonly ManualResetEventSlim _open = new();

    /// <summary>Called by the writer, which blocks here.</summary>
    public void Pass()
    {
        _reached.Release();
        Assert.True(_open.Wait(Limit, TestContext.Current.CancellationToken), "The gate was not opened.");
    }

    /// <summary>Waits until the writer is blocked.</summary>
    public async Task ReachedAsync() =>
        Assert.True(await _reached.WaitAsync(Limit, TestContext.Current.CancellationToken), "The writer did not reach the gate.");

    /// <summary>Releases the writer permanently.</summary>
    public void Open() => _open.Set();

    public void Dispose()
    {
        _reached.Dispose();
        _open.Dispose();
    }
}
