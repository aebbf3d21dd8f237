namespace WebhookTools.Listener.Limits;

/// <summary>
/// Limits the memory of all bodies in progress. The first bytes of each are not counted, so that webhooks of the usual size are always
/// accepted; a larger one is rejected while others use all of the memory. Thread-safe.
/// </summary>
internal sealed class BodyMemory
{
    /// <summary>The number of bytes of each body that are not counted.</summary>
    public const int FreeShare = 16 * 1024;

    /// <summary>The memory in bytes, unless a single body may need more.</summary>
    private const long MinimumSize = 32L << 20;

    /// <summary>A growing buffer is at most this many times larger than its body.</summary>
    public const int GrowthFactor = 4;

    private long _left;

    public BodyMemory(long maximumBodySize) => _left = Math.Max(MinimumSize, GrowthFactor * maximumBodySize);

    /// <returns>False if there is not enough memory left.</returns>
    public bool TryTake(long bytes)
    {
        if (Interlocked.Add(ref _left, -bytes) >= 0)
        {
            return true;
        }

        Return(bytes);
        return false;
    }

    public void Return(long bytes) => Interlocked.Add(ref _left, bytes);
}
