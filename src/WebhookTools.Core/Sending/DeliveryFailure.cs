namespace WebhookTools.Core.Sending;

/// <summary>Why an attempt did not deliver. It becomes an exception only when it is the last word.</summary>
internal sealed record DeliveryFailure(WebhookErrorKind Kind, string ErrorId, string Message, string RecommendedAction)
{
    /// <summary>Whether another attempt may go better.</summary>
    public bool IsTransient { get; init; }

    /// <summary>How long the receiver asks to wait, or null.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The cause, or null.</summary>
    public Exception? Cause { get; init; }

    /// <summary>The error for the caller.</summary>
    public DeliveryException ToException(int attempts, SecretRedactor redactor) =>
        new(Kind, ErrorId, redactor.Redact(attempts > 1 ? FormattableString.Invariant($"{Message} Requests made: {attempts}.") : Message), RecommendedAction, Cause);
}
