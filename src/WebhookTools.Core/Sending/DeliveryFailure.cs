namespace WebhookTools.Core.Sending;

/// <summary>Why an attempt failed. It becomes a <see cref="DeliveryException"/> when no further attempt follows.</summary>
/// <param name="Kind">The kind of error.</param>
/// <param name="ErrorId">The stable error id.</param>
/// <param name="Message">What happened.</param>
/// <param name="RecommendedAction">What to do about it.</param>
public sealed record DeliveryFailure(WebhookErrorKind Kind, string ErrorId, string Message, string RecommendedAction)
{
    /// <summary>True if another attempt may succeed.</summary>
    public bool IsTransient { get; init; }

    /// <summary>The delay that the receiver asked for in <c>Retry-After</c>, or null.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The underlying exception, or null.</summary>
    public Exception? Cause { get; init; }

    internal DeliveryException ToException(int attempts) =>
        new(Kind, ErrorId, attempts > 1 ? FormattableString.Invariant($"{Message} Requests made: {attempts}.") : Message, RecommendedAction, Cause);
}

/// <summary>A webhook was not delivered, or cannot be.</summary>
public sealed class DeliveryException(WebhookErrorKind kind, string errorId, string message, string recommendedAction, Exception? innerException = null)
    : WebhookException(kind, errorId, message, recommendedAction, innerException);
