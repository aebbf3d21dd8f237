using WebhookTools.PowerShell.Output;

namespace WebhookTools.PowerShell;

/// <summary>A webhook was not delivered: why, and what the receiver said.</summary>
public sealed class WebhookDeliveryException : WebhookToolsException
{
    /// <summary>Creates an error.</summary>
    public WebhookDeliveryException(string message, string errorId, string recommendedAction, WebhookResult result, Exception? innerException = null)
        : base(message, errorId, recommendedAction, innerException)
    {
        ArgumentNullException.ThrowIfNull(result);
        Result = result;
    }

    /// <summary>All that is known of the delivery.</summary>
    public WebhookResult Result { get; }

    /// <summary>Where it was sent.</summary>
    public Uri Uri => Result.Uri;

    /// <summary>The last reply's status, or null when no reply came.</summary>
    public int? StatusCode => Result.StatusCode;

    /// <summary>The last reply's body, or null when no reply came.</summary>
    public string? ResponseBody => Result.ResponseBody;
}
