namespace WebhookTools.Core.Sending;

/// <summary>The part of a receiver's response that is kept.</summary>
internal sealed record DeliveryResponse
{
    public required int StatusCode { get; init; }

    /// <summary>The headers; repeated headers are joined.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>The delay that the receiver asked for in <c>Retry-After</c>, or null.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The body as text, at most <see cref="DeliveryResponseReader.MaximumBodyLength"/> bytes of it.</summary>
    public string Body { get; init; } = string.Empty;

    public bool IsBodyTruncated { get; init; }

    public bool IsSuccess => StatusCode is >= 200 and <= 299;

    /// <summary>True for the redirect statuses. 304 is not one of them.</summary>
    public bool IsRedirect => StatusCode is 300 or 301 or 302 or 303 or 307 or 308;
}
