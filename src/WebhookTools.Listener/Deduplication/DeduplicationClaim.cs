using WebhookTools.Core.Alerts;
namespace WebhookTools.Listener.Deduplication;

/// <summary>
/// A notification's right to be journaled as the first to tell of its new alerts. Whoever brings the same alerts meanwhile
/// waits for it: a repeat is only acknowledged once the first is on disk.
/// </summary>
internal sealed class DeduplicationClaim
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public DeduplicationClaim(IReadOnlyList<WebhookAlert> newAlerts, bool isDuplicate)
    {
        NewAlerts = newAlerts;
        IsDuplicate = isDuplicate;
    }

    /// <summary>The alerts that were not told of within the window.</summary>
    public IReadOnlyList<WebhookAlert> NewAlerts { get; }

    /// <summary>Whether every alert of the notification was told of before, and is on disk.</summary>
    public bool IsDuplicate { get; }

    /// <summary>Completes when the claim was kept or given up.</summary>
    public Task Ended => _ended.Task;

    public void End() => _ended.TrySetResult();
}
