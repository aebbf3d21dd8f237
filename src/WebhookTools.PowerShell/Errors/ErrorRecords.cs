using System.Management.Automation;
using WebhookTools.Core;
using WebhookTools.Core.Sending;
using WebhookTools.PowerShell.Output;

namespace WebhookTools.PowerShell.Errors;

/// <summary>Translates the core's exceptions to error records. Control characters are escaped, because messages may quote what was received.</summary>
internal static class ErrorRecords
{
    /// <param name="target">The object that was being processed, or null.</param>
    public static ErrorRecord Create(WebhookException exception, object? target) =>
        Create(
            new WebhookToolsException(DisplayText.Escape(exception.Message), exception.ErrorId, DisplayText.Escape(exception.RecommendedAction), exception),
            CategoryOf(exception.Kind),
            details: string.Empty,
            target);

    /// <summary>Creates the record of a failed delivery. Its details include the response body.</summary>
    /// <param name="target">The object that was being sent.</param>
    public static ErrorRecord Create(DeliveryException exception, WebhookResult result, object? target)
    {
        string details = string.IsNullOrWhiteSpace(result.ResponseBody) ? string.Empty : Environment.NewLine + DisplayText.EscapeLines(result.ResponseBody);
        return Create(
            new WebhookDeliveryException(DisplayText.Escape(exception.Message), exception.ErrorId, DisplayText.Escape(exception.RecommendedAction), result, exception),
            CategoryOf(exception.Kind),
            details,
            target);
    }

    /// <param name="details">What the error shows after its message.</param>
    private static ErrorRecord Create(WebhookToolsException exception, ErrorCategory category, string details, object? target)
    {
        var record = new ErrorRecord(exception, exception.ErrorId, category, target)
        {
            ErrorDetails = new ErrorDetails(exception.Message + details) { RecommendedAction = exception.RecommendedAction },
        };

        // The target may be a received body, whose text the error shows.
        record.CategoryInfo.TargetName = DisplayText.Escape(record.CategoryInfo.TargetName);
        return record;
    }

    private static ErrorCategory CategoryOf(WebhookErrorKind kind) => kind switch
    {
        WebhookErrorKind.InvalidArgument => ErrorCategory.InvalidArgument,
        WebhookErrorKind.InvalidData => ErrorCategory.InvalidData,
        WebhookErrorKind.InvalidSecret => ErrorCategory.InvalidArgument,
        WebhookErrorKind.NotFound => ErrorCategory.ObjectNotFound,
        WebhookErrorKind.PermissionDenied => ErrorCategory.PermissionDenied,
        WebhookErrorKind.ResourceUnavailable => ErrorCategory.ResourceUnavailable,
        WebhookErrorKind.ConnectionFailed => ErrorCategory.ConnectionError,
        WebhookErrorKind.Timeout => ErrorCategory.OperationTimeout,
        WebhookErrorKind.CertificateInvalid => ErrorCategory.SecurityError,
        WebhookErrorKind.AuthenticationFailed => ErrorCategory.AuthenticationError,
        WebhookErrorKind.Rejected => ErrorCategory.InvalidOperation,
        WebhookErrorKind.RateLimited => ErrorCategory.LimitsExceeded,
        WebhookErrorKind.ServerFailed => ErrorCategory.ResourceUnavailable,
        WebhookErrorKind.WriteFailed => ErrorCategory.WriteError,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "The error kind has no category."),
    };
}
