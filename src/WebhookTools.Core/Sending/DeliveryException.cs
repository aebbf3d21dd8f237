namespace WebhookTools.Core.Sending;

/// <summary>A webhook was not delivered: why, and what to do. The result that holds it has the rest.</summary>
public sealed class DeliveryException : WebhookException
{
    /// <summary>Creates an error.</summary>
    public DeliveryException(WebhookErrorKind kind, string errorId, string message, string recommendedAction, Exception? innerException = null)
        : base(kind, errorId, message, recommendedAction, innerException)
    {
    }
}
