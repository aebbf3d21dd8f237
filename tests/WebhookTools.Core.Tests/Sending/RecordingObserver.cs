using System.Collections.Concurrent;
using WebhookTools.Core.Sending;

namespace WebhookTools.Core.Tests.Sending;

/// <summary>Records its calls.</summary>
internal sealed class RecordingObserver : IDeliveryObserver
{
    public ConcurrentQueue<(Uri Uri, int Attempt)> Attempts { get; } = new();

    public ConcurrentQueue<(int Attempt, string Reason, TimeSpan Delay)> Retries { get; } = new();

    public void OnAttempt(Uri uri, int attempt) => Attempts.Enqueue((uri, attempt));

    public void OnRetry(Uri uri, int attempt, string reason, TimeSpan delay) => Retries.Enqueue((attempt, reason, delay));
}
