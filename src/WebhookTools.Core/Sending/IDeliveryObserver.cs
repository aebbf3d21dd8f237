namespace WebhookTools.Core.Sending;

/// <summary>Sees a delivery as it goes on, for verbose output and progress. Called on the sender's threads; secrets are masked.</summary>
public interface IDeliveryObserver
{
    /// <summary>An attempt begins.</summary>
    void OnAttempt(Uri uri, int attempt);

    /// <summary>An attempt failed and another one follows after a wait.</summary>
    /// <param name="attempt">The attempt that failed, from 1.</param>
    /// <param name="reason">Why, in a sentence.</param>
    /// <param name="delay">How long the wait is.</param>
    void OnRetry(Uri uri, int attempt, string reason, TimeSpan delay);
}
