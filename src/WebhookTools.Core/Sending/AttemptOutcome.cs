namespace WebhookTools.Core.Sending;

/// <summary>The outcome of one <see cref="DeliveryAttempt"/>. Secrets are masked in everything it shows.</summary>
public sealed class AttemptOutcome
{
    private readonly DeliveryResponse? _response;
    private readonly IReadOnlyList<KeyValuePair<string, string>>? _signature;
    private readonly SecretRedactor _redactor;

    internal AttemptOutcome(DeliveryResponse? response, DeliveryFailure? failure, IReadOnlyList<KeyValuePair<string, string>>? signature, SecretRedactor redactor)
    {
        _response = response;
        _signature = signature;
        _redactor = redactor;
        Failure = failure is null ? null : failure with { Message = redactor.Redact(failure.Message) };
    }

    /// <summary>The URI of the last request, after any redirects that were followed.</summary>
    public required Uri Uri { get; init; }

    /// <summary>The number of requests that were sent: one, plus one for each redirect that was followed.</summary>
    public required int Requests { get; init; }

    /// <summary>The message id, or null if the delivery has none.</summary>
    public string? Id { get; init; }

    /// <summary>Why the attempt failed, or null if the webhook was delivered.</summary>
    public DeliveryFailure? Failure { get; }

    /// <summary>The status code of the response, or null if there was no response.</summary>
    public int? StatusCode => _response?.StatusCode;

    /// <summary>The signature headers that were sent. A header that carries the secret itself is masked.</summary>
    public IReadOnlyDictionary<string, string> SignatureHeaders => field ??= _signature is null ? EmptyHeaders : _redactor.RedactHeaders(_signature);

    /// <summary>The response headers. Repeated headers are joined; secrets of the delivery that the receiver echoed are masked.</summary>
    public IReadOnlyDictionary<string, string> ResponseHeaders => field ??= _response is null ? EmptyHeaders : _redactor.RedactTexts(_response.Headers);

    /// <summary>The response body as text, at most 64 KiB, or null if there was no response. Secrets of the delivery that the receiver echoed are masked.</summary>
    public string? ResponseBody => field ??= _response is null ? null : _redactor.Redact(_response.Body);

    /// <summary>True if the response body was longer than <see cref="ResponseBody"/> shows.</summary>
    public bool IsResponseBodyTruncated => _response?.IsBodyTruncated ?? false;

    private static Dictionary<string, string> EmptyHeaders { get; } = new(StringComparer.OrdinalIgnoreCase);
}
