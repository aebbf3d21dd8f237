namespace WebhookTools.Core;

/// <summary>An expected error that the user can act on.</summary>
public class WebhookException : Exception
{
    /// <summary>Creates an error.</summary>
    /// <param name="kind">The kind of the error.</param>
    /// <param name="errorId">The stable id in Pascal case, such as <c>JsonTooDeep</c>.</param>
    /// <param name="message">What happened and what was expected. It never contains a secret.</param>
    /// <param name="recommendedAction">What to do about it, as one sentence.</param>
    /// <param name="innerException">The cause, or null.</param>
    public WebhookException(WebhookErrorKind kind, string errorId, string message, string recommendedAction, Exception? innerException = null)
        : base(message, innerException)
    {
        Kind = kind;
        ErrorId = errorId;
        RecommendedAction = recommendedAction;
    }

    /// <summary>Gets the kind of the error.</summary>
    public WebhookErrorKind Kind { get; }

    /// <summary>Gets the stable id in Pascal case, such as <c>JsonTooDeep</c>.</summary>
    public string ErrorId { get; }

    /// <summary>Gets what to do about the error, as one sentence.</summary>
    public string RecommendedAction { get; }
}
