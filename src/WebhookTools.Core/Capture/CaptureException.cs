namespace WebhookTools.Core.Capture;

/// <summary>A captured request cannot be read.</summary>
public sealed class CaptureException : WebhookException
{
    /// <summary>Creates an error.</summary>
    public CaptureException(WebhookErrorKind kind, string errorId, string message, string recommendedAction, Exception? innerException = null)
        : base(kind, errorId, message, recommendedAction, innerException)
    {
    }
}
