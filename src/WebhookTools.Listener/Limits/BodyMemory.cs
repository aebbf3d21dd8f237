namespace WebhookTools.Listener.Limits;

/// <summary>
/// The memory that all bodies under way share. The beginning of each one is free of it, so that a webhook of the usual size never waits for
/// anybody; what is larger takes its part, and is turned away while others hold all of it. Safe for many threads.
/// </summary>
internal sealed class BodyMemory
{
    /// <summary>How much of each body is not counted.</summary>
    public const int FreeShare = 16 * 1024;

    /// <summary>What there is for the rest of them, as long as a single body may not have more.</summary>
    private const long Usual = 32L << 20;

    /// <summary>A buffer that grows is as much larger than its body at most.</summary>
    private const int GreatestSlack = 4;

    private long _left;

    /// <param name="largestBody">The most bytes of a body: so much there is in any case.</param>
    public BodyMemory(long largestBody) => _left = Math.Max(Usual, GreatestSlack * largestBody);

    /// <summary>Takes memory for a body.</summary>
    /// <returns>False where not so much is left.</returns>
    public bool TryTake(long bytes)
    {
        if (Interlocked.Add(ref _left, -bytes) >= 0)
        {
            return true;
        }

        Return(bytes);
        return false;
    }

    /// <summary>Gives memory back.</summary>
    public void Return(long bytes) => Interlocked.Add(ref _left, bytes);
}
