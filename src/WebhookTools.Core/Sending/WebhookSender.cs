using WebhookTools.Core.Masking;
using WebhookTools.Core.Payloads;

namespace WebhookTools.Core.Sending;

/// <summary>Delivers webhooks: signs, posts, retries. Safe for concurrent use; one per process is enough.</summary>
public sealed class WebhookSender : IDisposable
{
    private readonly TimeProvider _timeProvider;
    private readonly IRandomSource _random;
    private readonly ConnectionPool _connections = new();
    private DeliveryPlan? _lastPlan;

    /// <summary>Creates a sender with its own clock, random source and connections. Most callers use <see cref="Shared"/>.</summary>
    public WebhookSender(TimeProvider timeProvider, IRandomSource random)
    {
        ArgumentNullException.ThrowIfNull(timeProvider);
        ArgumentNullException.ThrowIfNull(random);
        _timeProvider = timeProvider;
        _random = random;
    }

    /// <summary>Gets the sender that the whole process shares, with its pooled connections. Do not dispose it.</summary>
    public static WebhookSender Shared { get; } = new(TimeProvider.System, SystemRandomSource.Instance);

    /// <summary>Delivers one webhook and retries as the options say. A failed delivery is a result with an error, not an exception.</summary>
    /// <exception cref="WebhookException">The options are invalid, or the body cannot be read or signed.</exception>
    /// <exception cref="OperationCanceledException">The caller canceled.</exception>
    public async Task<DeliveryResult> SendAsync(WebhookBody body, DeliveryOptions options, IDeliveryObserver? observer = null, CancellationToken cancellationToken = default)
    {
        DeliveryAttempt attempt = CreateAttempt(body, options);
        var policy = new RetryPolicy(options.Retry, _random);
        long start = _timeProvider.GetTimestamp();
        string? id = options.Id;
        int requests = 0;
        for (int number = 1; ; number++)
        {
            AttemptOutcome outcome = await attempt.RunAsync(id, OnRequest, cancellationToken);
            RetryDecision decision = policy.Decide(number, outcome.Failure);
            if (decision.Verdict != RetryVerdict.Retry)
            {
                DeliveryFailure? failure = decision.Verdict == RetryVerdict.RetryAfterTooLong
                    ? DeliveryErrors.RetryAfterTooLong(outcome.Failure!, decision.Delay, options.Retry.MaximumRetryDelay)
                    : outcome.Failure;
                return new DeliveryResult(outcome, failure, requests, _timeProvider.GetElapsedTime(start));
            }

            id = outcome.Id;
            observer?.OnRetry(outcome.Address, requests, outcome.Failure!.Message, decision.Delay);
            await Task.Delay(decision.Delay, _timeProvider, cancellationToken);
        }

        void OnRequest(ShownAddress address)
        {
            requests++;
            observer?.OnAttempt(address, requests);
        }
    }

    /// <summary>Makes one attempt to deliver a webhook, for callers that schedule retries themselves with <see cref="RetryPolicy"/>.</summary>
    /// <exception cref="WebhookException">The options are invalid, or the body cannot be read or signed.</exception>
    /// <exception cref="OperationCanceledException">The caller canceled.</exception>
    public Task<AttemptOutcome> AttemptAsync(WebhookBody body, DeliveryOptions options, CancellationToken cancellationToken = default) =>
        CreateAttempt(body, options).RunAsync(options.Id, static _ => { }, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _connections.Dispose();

    private DeliveryAttempt CreateAttempt(WebhookBody body, DeliveryOptions options)
    {
        ArgumentNullException.ThrowIfNull(body);
        ArgumentNullException.ThrowIfNull(options);
        return new DeliveryAttempt(body, PlanFor(options), _connections, _timeProvider, _random);
    }

    // Options are immutable, and most callers send many webhooks with the same ones.
    private DeliveryPlan PlanFor(DeliveryOptions options)
    {
        DeliveryPlan? last = _lastPlan;
        return last is not null && ReferenceEquals(last.Options, options) ? last : _lastPlan = new DeliveryPlan(options);
    }
}
