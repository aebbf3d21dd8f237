namespace WebhookTools.PowerShell;

/// <summary>An error of the module. The inner exception is its cause.</summary>
public class WebhookToolsException : Exception
{
    /// <summary>Creates an exception.</summary>
    /// <param name="message">What happened and what was expected.</param>
    /// <param name="errorId">The stable error id, such as <c>JsonTooDeep</c>.</param>
    /// <param name="recommendedAction">What the user can do, in one sentence.</param>
    /// <param name="innerException">The cause, or null.</param>
    public WebhookToolsException(string message, string errorId, string recommendedAction, Exception? innerException = null)
        : base(message, innerException)
    {
        ErrorId = errorId;
        RecommendedAction = recommendedAction;
    }

    /// <summary>The stable error id, such as <c>JsonTooDeep</c>.</summary>
    public string ErrorId { get; }

    /// <summary>What the user can do, in one sentence.</summary>
    public string RecommendedAction { get; }
}
