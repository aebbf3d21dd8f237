using Polly;
using Polly.Retry;

namespace WebhookTools.Core.Sending;

/// <summary>
/// Repeats a delivery's attempts. One pipeline serves all deliveries of a sender: what differs is in the delivery.
/// The first attempt runs outside of it, and the pipeline is built when one fails: building it takes as long as a quarter
/// of a process's first delivery.
/// </summary>
internal sealed class RetryPipeline(TimeProvider timeProvider, IRandomSource random)
{
    private static readonly ResiliencePropertyKey<Rounds> RoundsKey = new("rounds");

    private readonly Lazy<ResiliencePipeline<AttemptOutcome>> _pipeline = new(() => Build(timeProvider, random));

    /// <summary>Runs the attempts until one succeeds, one fails for good, or none is left.</summary>
    /// <param name="first">What became of the first attempt; null when it is still to be made.</param>
    public async ValueTask<AttemptOutcome> ExecuteAsync(Delivery delivery, AttemptOutcome? first, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        first ??= await delivery.AttemptAsync(cancellationToken);
        if (!IsRetried(first, 0, delivery.Retry))
        {
            return first;
        }

        ResilienceContext context = ResilienceContextPool.Shared.Get(cancellationToken);
        try
        {
            var rounds = new Rounds(delivery, first);
            context.Properties.Set(RoundsKey, rounds);
            return await _pipeline.Value.ExecuteAsync(static (context, rounds) => rounds.NextAsync(context.CancellationToken), context, rounds);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    /// <summary>Whether an attempt follows this one.</summary>
    /// <param name="retry">Which retry it would be, from 0.</param>
    public static bool IsRetried(AttemptOutcome outcome, int retry, RetryOptions options) =>
        outcome.Failure is { IsTransient: true } && retry < options.MaximumRetryCount;

    private static ResiliencePipeline<AttemptOutcome> Build(TimeProvider timeProvider, IRandomSource random) =>
        new ResiliencePipelineBuilder<AttemptOutcome> { TimeProvider = timeProvider }
            .AddRetry(new RetryStrategyOptions<AttemptOutcome>
            {
                // An outcome's Result is the value of an attempt that has ended, no task: nothing is waited for here.
                // The delivery's own options say how many; this is only what the strategy asks for.
                MaxRetryAttempts = RetryOptions.MaximumRetryCountLimit,
                ShouldHandle = static arguments => new(
                    arguments.Outcome.Result is { } outcome && IsRetried(outcome, arguments.AttemptNumber, DeliveryOf(arguments.Context).Retry)),
                DelayGenerator = arguments => new(
                    GetDelay(arguments.Outcome.Result!.Failure!, arguments.AttemptNumber, DeliveryOf(arguments.Context).Retry, random)),
                OnRetry = static arguments =>
                {
                    DeliveryOf(arguments.Context).ReportRetry(arguments.Outcome.Result!.Failure!, arguments.RetryDelay);
                    return default;
                },
            })
            .Build();

    /// <summary>What the receiver asks for, else the back-off. A receiver that fails and asks for no wait at all gets the back-off too.</summary>
    private static TimeSpan? GetDelay(DeliveryFailure failure, int retry, RetryOptions options, IRandomSource random) =>
        failure.RetryAfter is { } asked && asked > TimeSpan.Zero ? asked : options.GetBackoff(retry, random);

    private static Delivery DeliveryOf(ResilienceContext context) => context.Properties.GetValue(RoundsKey, null!).Delivery;

    /// <summary>A delivery and its first outcome, which the pipeline gets as if it had run that attempt itself.</summary>
    private sealed class Rounds(Delivery delivery, AttemptOutcome first)
    {
        private AttemptOutcome? _first = first;

        public Delivery Delivery => delivery;

        public ValueTask<AttemptOutcome> NextAsync(CancellationToken cancellationToken)
        {
            if (_first is not { } outcome)
            {
                return delivery.AttemptAsync(cancellationToken);
            }

            _first = null;
            return new ValueTask<AttemptOutcome>(outcome);
        }
    }
}
