using WebhookTools.PowerShell.Output;

namespace WebhookTools.PowerShell;

/// <summary>A webhook could not be delivered.</summary>
public sealed class WebhookDeliveryException : WebhookToolsException
{
    /// <summary>Creates an exception.</summary>
    public WebhookDeliveryException(string message, string errorId, string recommendedAction, WebhookResult result, Exception? innerException = null)
        : base(message, errorId, recommendedAction, innerException)
    {
        ArgumentNullException.ThrowIfNull(result);
        Result = result;
    }

    /// <summary>The result of the delivery.</summary>
    public WebhookResult Result { get; }

    /// <summary>The address that the webhook was sent to.</summary>
    public Uri Uri => Result.Uri;

    /// <summary>The status of the last response, or null if there was none.</summary>
    public int? StatusCode => Result.StatusCode;

    /// <summary>The body of the last response, or null if there was none.</summary>
    public string? ResponseBody => Result.ResponseBody;
}
