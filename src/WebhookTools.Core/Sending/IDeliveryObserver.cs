using WebhookTools.Core.Masking;

namespace WebhookTools.Core.Sending;

/// <summary>Observes a delivery, for verbose output and progress. The methods are called on the sender's threads. Secrets are masked.</summary>
public interface IDeliveryObserver
{
    /// <summary>Called before each request.</summary>
    void OnAttempt(ShownAddress address, int attempt);

    /// <summary>Called when an attempt failed and another follows.</summary>
    /// <param name="attempt">The number of requests so far.</param>
    /// <param name="reason">Why the attempt failed, as a sentence.</param>
    /// <param name="delay">The delay before the next attempt.</param>
    void OnRetry(ShownAddress address, int attempt, string reason, TimeSpan delay);
}
