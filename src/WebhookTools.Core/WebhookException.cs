namespace WebhookTools.Core;

/// <summary>An error that was foreseen: what was wrong, in the words of the person who can mend it, and what to do.</summary>
public class WebhookException : Exception
{
    /// <summary>Creates an error.</summary>
    /// <param name="kind">What went wrong, in the terms that a door translates.</param>
    /// <param name="errorId">Stable and searchable, in Pascal case: <c>JsonTooDeep</c>.</param>
    /// <param name="message">What was wrong and what was expected. Never holds a secret.</param>
    /// <param name="recommendedAction">What to do about it, as one sentence.</param>
    /// <param name="innerException">The cause, or null.</param>
    public WebhookException(WebhookErrorKind kind, string errorId, string message, string recommendedAction, Exception? innerException = null)
        : base(message, innerException)
    {
        Kind = kind;
        ErrorId = errorId;
        RecommendedAction = recommendedAction;
    }

    /// <summary>What went wrong, in the terms that a door translates.</summary>
    public WebhookErrorKind Kind { get; }

    /// <summary>Stable and searchable, in Pascal case.</summary>
    public string ErrorId { get; }

    /// <summary>What to do about it, as one sentence.</summary>
    public string RecommendedAction { get; }
}
