using WebhookTools.Core.Payloads;
using WebhookTools.Core.Sending.Direct;

namespace WebhookTools.Core.Sending;

/// <summary>Delivers webhooks: signs, posts, tries again. Safe for many threads; one per process is enough.</summary>
public sealed class WebhookSender : IDisposable
{
    private readonly TimeProvider _timeProvider;
    private readonly IRandomSource _random;
    private readonly ConnectionPool _clients = new();
    private readonly DirectConnections _connections = new();
    private readonly RetryPipeline _retries;
    private DeliveryPlan? _lastPlan;

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
        Delivery delivery = Begin(body, options, observer);
        return delivery.ToResult(await _retries.ExecuteAsync(delivery, first: null, cancellationToken));
    }

    /// <summary>
    /// Makes ready to deliver one webhook as <see cref="SendAsync"/> does, for a caller that has a thread to give: a request that goes by plain HTTP/1.1 straight
    /// to the receiver blocks the thread while it is sent and while its reply is read; that costs half of what it costs otherwise.
    /// </summary>
    /// <inheritdoc cref="SendAsync"/>
    public PreparedDelivery PrepareOnThread(WebhookBody body, DeliveryOptions options, IDeliveryObserver? observer = null, CancellationToken cancellationToken = default)
    {
        Delivery delivery = Begin(body, options, observer);
        cancellationToken.ThrowIfCancellationRequested();
        return new PreparedDelivery(delivery, _retries, delivery.TryPrepareOnThread(_connections, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _connections.Dispose();
        _clients.Dispose();
    }

    private Delivery Begin(WebhookBody body, DeliveryOptions options, IDeliveryObserver? observer)
    {
        ArgumentNullException.ThrowIfNull(body);
        ArgumentNullException.ThrowIfNull(options);
        return new Delivery(body, PlanOf(options), _clients, observer, _timeProvider, _random);
    }

    /// <summary>Options do not change: who sends many webhooks has them looked at once.</summary>
    private DeliveryPlan PlanOf(DeliveryOptions options)
    {
        DeliveryPlan? last = _lastPlan;
        return last is not null && ReferenceEquals(last.Options, options) ? last : _lastPlan = new DeliveryPlan(options);
    }
}
