using System.Collections.Specialized;
using WebhookTools.Core.Sending;

namespace WebhookTools.PowerShell.Output;

/// <summary>What became of one webhook.</summary>
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

    /// <summary>Where it was sent, after redirects that were followed.</summary>
    public Uri Uri { get; }

    /// <summary>The last reply's status, or null when no reply came.</summary>
    public int? StatusCode { get; }

    /// <summary>Whether it was delivered.</summary>
    public bool IsSuccess { get; }

    /// <summary>How many requests were made.</summary>
    public int Attempts { get; }

    /// <summary>From the first attempt's start to the last one's end, waits included.</summary>
    public TimeSpan Duration { get; }

    /// <summary>The message id, or null where the delivery has none.</summary>
    public string? Id { get; }

    /// <summary>The signature's headers as last sent.</summary>
    public OrderedDictionary SignatureHeaders { get; }

    /// <summary>The last reply's headers; repeated ones joined.</summary>
    public OrderedDictionary ResponseHeaders { get; }

    /// <summary>The last reply's body as text, at most 64 KiB, or null when no reply came.</summary>
    public string? ResponseBody { get; }

    /// <summary>Whether the reply's body was longer than what is shown.</summary>
    public bool IsResponseBodyTruncated { get; }

    /// <summary>Why it was not delivered, or null.</summary>
    public string? Error { get; }

    /// <summary>The stable id of that error, or null.</summary>
    public string? ErrorId { get; }

    /// <summary>The core's result in a type that scripts know the members of.</summary>
    internal static WebhookResult From(DeliveryResult result) => new(result);
}
