using System.Collections.Specialized;
using WebhookTools.Core.Sending;

namespace WebhookTools.PowerShell.Output;

/// <summary>The result of sending one webhook.</summary>
public sealed class WebhookResult
{
    private WebhookResult(DeliveryResult result)
    {
        Uri = result.Uri;
        StatusCode = result.StatusCode;
        IsSuccess = result.IsSuccess;
        Attempts = result.Attempts;
        Duration = result.Duration;
        Id = result.Id;
        SignatureHeaders = OrderedMembers.Headers(result.SignatureHeaders);
        ResponseHeaders = OrderedMembers.Headers(result.ResponseHeaders);
        ResponseBody = result.ResponseBody;
        IsResponseBodyTruncated = result.IsResponseBodyTruncated;
        Error = result.Error?.Message;
        ErrorId = result.Error?.ErrorId;
    }

    /// <summary>The address that the webhook was sent to, after any redirects that were followed.</summary>
    public Uri Uri { get; }

    /// <summary>The status of the last response, or null if there was none.</summary>
    public int? StatusCode { get; }

    /// <summary>Whether the webhook was delivered.</summary>
    public bool IsSuccess { get; }

    /// <summary>The number of requests that were sent.</summary>
    public int Attempts { get; }

    /// <summary>The time from the start of the first attempt to the end of the last one, including the waits between them.</summary>
    public TimeSpan Duration { get; }

    /// <summary>The message id, or null if the delivery has none.</summary>
    public string? Id { get; }

    /// <summary>The signature headers of the last attempt.</summary>
    public OrderedDictionary SignatureHeaders { get; }

    /// <summary>The headers of the last response. The values of a repeated header are joined.</summary>
    public OrderedDictionary ResponseHeaders { get; }

    /// <summary>The body of the last response as text, at most 64 KiB, or null if there was no response.</summary>
    public string? ResponseBody { get; }

    /// <summary>Whether the response body was longer than <see cref="ResponseBody"/>.</summary>
    public bool IsResponseBodyTruncated { get; }

    /// <summary>Why the webhook was not delivered, or null if it was.</summary>
    public string? Error { get; }

    /// <summary>The stable id of the error, or null if there was none.</summary>
    public string? ErrorId { get; }

    internal static WebhookResult From(DeliveryResult result) => new(result);
}
