using Polly;
using Polly.Retry;

namespace WebhookTools.Core.Sending;

/// <summary>Repeats a delivery's attempts. One pipeline serves all deliveries of a sender: what differs is in the delivery.</summary>
internal sealed class RetryPipeline
{
    private static readonly ResiliencePropertyKey<Delivery> DeliveryKey = new("delivery");

    private readonly ResiliencePipeline<AttemptOutcome> _pipeline;
    private readonly IRandomSource _random;

    public RetryPipeline(TimeProvider timeProvider, IRandomSource random)
    {
        _random = random;
        var builder = new ResiliencePipelineBuilder<AttemptOutcome> { TimeProvider = timeProvider };
        _pipeline = builder.AddRetry(new RetryStrategyOptions<AttemptOutcome>
        {
            // The delivery's own options say how many; this is only what the strategy asks for.
            MaxRetryAttempts = RetryOptions.MaximumRetryCountLimit,
            ShouldHandle = static arguments => new(
                arguments.Outcome.Result?.Failure is { IsTransient: true } && arguments.AttemptNumber < DeliveryOf(arguments.Context).Retry.MaximumRetryCount),
            DelayGenerator = arguments => new(GetDelay(arguments)),
            OnRetry = static arguments =>
            {
                DeliveryOf(arguments.Context).ReportRetry(arguments.Outcome.Result!.Failure!, arguments.RetryDelay);
                return default;
            },
        }).Build();
    }

    /// <summary>Runs the attempts until one succeeds, one fails for good, or none is left.</summary>
    public async ValueTask<AttemptOutcome> ExecuteAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        ResilienceContext context = ResilienceContextPool.Shared.Get(cancellationToken);
        try
        {
            context.Properties.Set(DeliveryKey, delivery);
            return await _pipeline.ExecuteAsync(static (context, delivery) => delivery.AttemptAsync(context.CancellationToken), context, delivery);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    /// <summary>What the receiver asks for, else the back-off. A receiver that fails and asks for no wait at all gets the back-off too.</summary>
    private TimeSpan? GetDelay(RetryDelayGeneratorArguments<AttemptOutcome> arguments) =>
        arguments.Outcome.Result?.Failure?.RetryAfter is { } asked && asked > TimeSpan.Zero
            ? asked
            : DeliveryOf(arguments.Context).Retry.GetBackoff(arguments.AttemptNumber, _random);

    private static Delivery DeliveryOf(ResilienceContext context) => context.Properties.GetValue(DeliveryKey, null!);
}
