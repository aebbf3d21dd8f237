namespace WebhookTools.PowerShell;

/// <summary>An error of the module, for scripts to catch. The cause of the core is the inner exception.</summary>
public class WebhookToolsException : Exception
{
    /// <summary>Creates an error.</summary>
    /// <param name="message">What was wrong and what was expected.</param>
    /// <param name="errorId">Stable and searchable, as <c>JsonTooDeep</c>.</param>
    /// <param name="recommendedAction">What to do about it, as one sentence.</param>
    /// <param name="innerException">The cause, or null.</param>
    public WebhookToolsException(string message, string errorId, string recommendedAction, Exception? innerException = null)
        : base(message, innerException)
    {
        ErrorId = errorId;
        RecommendedAction = recommendedAction;
    }

    /// <summary>Stable and searchable, as <c>JsonTooDeep</c>.</summary>
    public string ErrorId { get; }

    /// <summary>What to do about it, as one sentence.</summary>
    public string RecommendedAction { get; }
}
