using WebhookTools.Core.Sending.Direct;

namespace WebhookTools.Core.Sending;

/// <summary>A receiver's reply, as much of it as is kept.</summary>
internal sealed record DeliveryResponse
{
    /// <summary>The status.</summary>
    public required int StatusCode { get; init; }

    /// <summary>The headers; repeated ones joined.</summary>
    public IReadOnlyDictionary<string, string> Headers
    {
        get => field ??= Head!.ReadHeaders();
        init;
    }

    /// <summary>What <see cref="Headers"/> are read from when somebody asks for them, where they are not given.</summary>
    public ReplyHead? Head { private get; init; }

    /// <summary>How long the receiver asks to wait, or null.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The body as text, cut.</summary>
    public string Body { get; init; } = string.Empty;

    /// <summary>Whether the body was longer than what is kept.</summary>
    public bool IsBodyTruncated { get; init; }

    /// <summary>Whether the status says that it was delivered.</summary>
    public bool IsSuccess => StatusCode is >= 200 and <= 299;

    /// <summary>Whether the status points elsewhere. 304 does not.</summary>
    public bool IsRedirect => StatusCode is 300 or 301 or 302 or 303 or 307 or 308;
}
