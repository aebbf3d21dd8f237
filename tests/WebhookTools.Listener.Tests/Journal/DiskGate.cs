namespace WebhookTools.Listener.Tests.Journal;

/// <summary>Holds the journal's writer in the middle of its work until a test lets it go on. Every wait is bounded, so that a test that fails also ends.</summary>
internal sealed class DiskGate : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private readonly SemaphoreSlim _reached = new(0);
    private readonly ManualResetEventSlim _open = new();

    /// <summary>What the writer runs into.</summary>
    public void Pass()
    {
        _reached.Release();
        Assert.True(_open.Wait(Limit, TestContext.Current.CancellationToken), "The gate was never opened.");
    }

    /// <summary>Waits until the writer is held.</summary>
    public async Task ReachedAsync() =>
        Assert.True(await _reached.WaitAsync(Limit, TestContext.Current.CancellationToken), "The writer never came.");

    /// <summary>Lets the writer go on, now and from now on.</summary>
    public void Open() => _open.Set();

    public void Dispose()
    {
        _reached.Dispose();
        _open.Dispose();
    }
}
