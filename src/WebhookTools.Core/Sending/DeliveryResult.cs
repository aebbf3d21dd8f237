using WebhookTools.Core.Masking;

namespace WebhookTools.Core.Sending;

/// <summary>The result of delivering one webhook, after all attempts. Secrets are masked in everything it shows.</summary>
public sealed class DeliveryResult
{
    private readonly AttemptOutcome _last;

    internal DeliveryResult(AttemptOutcome last, DeliveryFailure? failure, int attempts, TimeSpan duration)
    {
        _last = last;
        Attempts = attempts;
        Duration = duration;
        Error = failure?.ToException(attempts);
    }

    /// <summary>The URI of the last request, after any redirects that were followed.</summary>
    public Uri Uri => _last.Uri;

    /// <inheritdoc cref="AttemptOutcome.Address"/>
    public ShownAddress Address => _last.Address;

    /// <summary>The status code of the last response, or null if the last attempt had no response.</summary>
    public int? StatusCode => _last.StatusCode;

    /// <summary>True if the webhook was delivered.</summary>
    public bool IsSuccess => Error is null;

    /// <summary>The number of requests that were sent, including those for redirects that were followed.</summary>
    public int Attempts { get; }

    /// <summary>The time from the start of the first attempt to the end of the last, including the delays between attempts.</summary>
    public TimeSpan Duration { get; }

    /// <summary>The message id, or null if the delivery has none.</summary>
    public string? Id => _last.Id;

    /// <inheritdoc cref="AttemptOutcome.SignatureHeaders"/>
    public IReadOnlyDictionary<string, string> SignatureHeaders => _last.SignatureHeaders;

    /// <inheritdoc cref="AttemptOutcome.ResponseHeaders"/>
    public IReadOnlyDictionary<string, string> ResponseHeaders => _last.ResponseHeaders;

    /// <inheritdoc cref="AttemptOutcome.ResponseBody"/>
    public string? ResponseBody => _last.ResponseBody;

    /// <inheritdoc cref="AttemptOutcome.IsResponseBodyTruncated"/>
    public bool IsResponseBodyTruncated => _last.IsResponseBodyTruncated;

    /// <summary>Why the webhook was not delivered, or null if it was.</summary>
    public DeliveryException? Error { get; }
}
