namespace WebhookTools.Core.Sending;

/// <summary>Decides whether and when another attempt follows. It performs no I/O and reads no clock.</summary>
public sealed class RetryPolicy
{
    private readonly RetryOptions _options;
    private readonly IRandomSource _random;

    /// <summary>Creates a policy.</summary>
    /// <param name="options">The number of retries and the limits of the delays.</param>
    /// <param name="random">The source of the jitter.</param>
    public RetryPolicy(RetryOptions options, IRandomSource random)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(random);
        _options = options;
        _random = random;
    }

    /// <summary>Decides what follows an attempt.</summary>
    /// <param name="attempt">The number of the attempt, from 1.</param>
    /// <param name="failure">Why it failed, or null if it succeeded.</param>
    public RetryDecision Decide(int attempt, DeliveryFailure? failure)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(attempt, 1);
        if (failure is null)
        {
            return new RetryDecision(RetryVerdict.Delivered);
        }

        if (!failure.IsTransient)
        {
            return new RetryDecision(RetryVerdict.NotTransient);
        }

        if (attempt > _options.MaximumRetryCount)
        {
            return new RetryDecision(RetryVerdict.RetriesExhausted);
        }

        // A receiver that fails and asks for no delay at all gets the backoff.
        if (failure.RetryAfter is not { } asked || asked <= TimeSpan.Zero)
        {
            return new RetryDecision(RetryVerdict.Retry, GetBackoff(attempt));
        }

        return asked > _options.MaximumRetryDelay
            ? new RetryDecision(RetryVerdict.RetryAfterTooLong, asked)
            : new RetryDecision(RetryVerdict.Retry, asked);
    }

    /// <summary>
    /// Returns the delay before a retry: exponential backoff with full jitter, so that senders that failed together do
    /// not retry together.
    /// </summary>
    /// <param name="attempt">The number of the attempt that failed, from 1.</param>
    /// <returns>From zero to the lesser of <see cref="RetryOptions.BaseDelay"/> × 2^(<paramref name="attempt"/> − 1) and <see cref="RetryOptions.MaximumBackoff"/>.</returns>
    public TimeSpan GetBackoff(int attempt)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(attempt, 1);
        double ceiling = Math.Min(_options.BaseDelay.Ticks * Math.Pow(2, attempt - 1), _options.MaximumBackoff.Ticks);
        return TimeSpan.FromTicks((long)(ceiling * _random.NextDouble()));
    }
}

/// <summary>A decision of <see cref="RetryPolicy"/>.</summary>
/// <param name="Verdict">Whether another attempt follows, and if not, why.</param>
/// <param name="Delay">For <see cref="RetryVerdict.Retry"/>, the delay before the next attempt; for <see cref="RetryVerdict.RetryAfterTooLong"/>, the delay that the receiver asked for.</param>
public sealed record RetryDecision(RetryVerdict Verdict, TimeSpan Delay = default);

/// <summary>Whether another attempt follows, and if not, why.</summary>
public enum RetryVerdict
{
    /// <summary>Another attempt follows.</summary>
    Retry,

    /// <summary>The webhook was delivered.</summary>
    Delivered,

    /// <summary>The failure is not transient: the same request would fail again.</summary>
    NotTransient,

    /// <summary>All retries that the options allow were made.</summary>
    RetriesExhausted,

    /// <summary>The receiver asked for a longer delay than the options allow.</summary>
    RetryAfterTooLong,
}
