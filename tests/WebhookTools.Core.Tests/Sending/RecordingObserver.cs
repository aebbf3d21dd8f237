using System.Collections.Concurrent;
using WebhookTools.Core.Masking;
using WebhookTools.Core.Sending;

namespace WebhookTools.Core.Tests.Sending;

/// <summary>Records its calls.</summary>
internal sealed class RecordingObserver : IDeliveryObserver
{
    public ConcurrentQueue<(string Address, int Attempt)> Attempts { get; } = new();

    public ConcurrentQueue<(int Attempt, string Reason, TimeSpan Delay)> Retries { get; } = new();

    public void OnAttempt(ShownAddress address, int attempt) => Attempts.Enqueue((address.ToString(), attempt));

    public void OnRetry(ShownAddress address, int attempt, string reason, TimeSpan delay) => Retries.Enqueue((attempt, reason, delay));
}
