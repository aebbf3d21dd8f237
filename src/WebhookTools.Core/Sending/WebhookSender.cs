using WebhookTools.Core.Payloads;

namespace WebhookTools.Core.Sending;

/// <summary>Delivers webhooks: signs, posts, tries again. Safe for many threads; one per process is enough.</summary>
public sealed class WebhookSender : IDisposable
{
    private readonly TimeProvider _timeProvider;
    private readonly IRandomSource _random;
    private readonly ConnectionPool _connections = new();
    private readonly RetryPipeline _retries;

    /// <summary>Creates a sender with a clock and randomness of its own, for tests; others share <see cref="Shared"/>.</summary>
    public WebhookSender(TimeProvider timeProvider, IRandomSource random)
    {
        ArgumentNullException.ThrowIfNull(timeProvider);
        ArgumentNullException.ThrowIfNull(random);
        _timeProvider = timeProvider;
        _random = random;
        _retries = new RetryPipeline(timeProvider, random);
    }

    /// <summary>The process's sender, with its pooled handlers. Never disposed of.</summary>
    public static WebhookSender Shared { get; } = new(TimeProvider.System, SystemRandomSource.Instance);

    /// <summary>Delivers one webhook. A failed delivery is a result with an error, not an exception.</summary>
    /// <exception cref="WebhookException">The options are not valid, or the body cannot be read or not be signed.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async Task<DeliveryResult> SendAsync(WebhookBody body, DeliveryOptions options, IDeliveryObserver? observer = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(body);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        var delivery = new Delivery(body, options, _connections.GetClient(options.Connection), observer, _timeProvider, _random);
        return delivery.ToResult(await _retries.ExecuteAsync(delivery, cancellationToken));
    }

    /// <inheritdoc/>
    public void Dispose() => _connections.Dispose();
}
