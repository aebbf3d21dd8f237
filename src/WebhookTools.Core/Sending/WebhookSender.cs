using WebhookTools.Core.Payloads;

namespace WebhookTools.Core.Sending;

/// <summary>Delivers webhooks: signs, posts, tries again. Safe for many threads; one per process is enough.</summary>
public sealed class WebhookSender : IDisposable
{
    /// <summary>Creates a sender with a clock and randomness of its own, for tests; others share <see cref="Shared"/>.</summary>
    public WebhookSender(TimeProvider timeProvider, IRandomSource random) => throw new NotImplementedException();

    /// <summary>The process's sender, with its pooled handlers.</summary>
    public static WebhookSender Shared { get; } = null!;

    /// <summary>Delivers one webhook. A failed delivery is a result with an error, not an exception.</summary>
    /// <exception cref="WebhookException">The options are not valid, or the body cannot be read.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public Task<DeliveryResult> SendAsync(WebhookBody body, DeliveryOptions options, IDeliveryObserver? observer = null, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
