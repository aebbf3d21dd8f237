namespace WebhookTools.Core.Sending;

/// <summary>What became of one webhook.</summary>
public sealed record DeliveryResult
{
    /// <summary>Where it was sent, after redirects that were followed.</summary>
    public required Uri Uri { get; init; }

    /// <summary>The last reply's status, or null when no reply came.</summary>
    public int? StatusCode { get; init; }

    /// <summary>Whether it was delivered.</summary>
    public bool IsSuccess => Error is null;

    /// <summary>How many requests were made, those to where it was redirected counted.</summary>
    public required int Attempts { get; init; }

    /// <summary>From the first attempt's start to the last one's end, waits included.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>The message id, or null where the delivery has none.</summary>
    public string? Id { get; init; }

    /// <summary>The signature's headers as last sent; where a scheme sends the secret itself, it is masked.</summary>
    public IReadOnlyDictionary<string, string> SignatureHeaders { get; init; } = EmptyHeaders;

    /// <summary>The last reply's headers; repeated ones joined, secrets of the delivery that came back masked.</summary>
    public IReadOnlyDictionary<string, string> ResponseHeaders { get; init; } = EmptyHeaders;

    /// <summary>The last reply's body as text, at most 64 KiB, or null when no reply came; secrets of the delivery that came back masked.</summary>
    public string? ResponseBody { get; init; }

    /// <summary>Whether the reply's body was longer than what is shown.</summary>
    public bool IsResponseBodyTruncated { get; init; }

    /// <summary>Why it was not delivered, or null.</summary>
    public DeliveryException? Error { get; init; }

    private static Dictionary<string, string> EmptyHeaders { get; } = new(StringComparer.OrdinalIgnoreCase);
}
