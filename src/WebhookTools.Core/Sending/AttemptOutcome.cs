using WebhookTools.Core.Masking;
using WebhookTools.Core.Signatures;

namespace WebhookTools.Core.Sending;

/// <summary>The outcome of one <see cref="DeliveryAttempt"/>. Secrets are masked in everything it shows.</summary>
public sealed class AttemptOutcome
{
    private readonly DeliveryResponse? _response;
    private readonly IReadOnlyList<KeyValuePair<string, string>>? _signature;
    private readonly SecretMask _mask;

    internal AttemptOutcome(DeliveryResponse? response, DeliveryFailure? failure, IReadOnlyList<KeyValuePair<string, string>>? signature, SecretMask mask)
    {
        _response = response;
        _signature = signature;
        _mask = mask;
        Failure = failure is null ? null : failure with { Message = mask.Mask(failure.Message), RecommendedAction = mask.Mask(failure.RecommendedAction) };
    }

    /// <summary>The URI of the last request, after any redirects that were followed.</summary>
    public required Uri Uri { get; init; }

    /// <summary>The same URI, for messages.</summary>
    public ShownAddress Address => field ??= new ShownAddress(Uri, _mask);

    /// <summary>The number of requests that were sent: one, plus one for each redirect that was followed.</summary>
    public required int Requests { get; init; }

    /// <summary>The message id, or null if the delivery has none.</summary>
    public string? Id { get; init; }

    /// <summary>Why the attempt failed, or null if the webhook was delivered.</summary>
    public DeliveryFailure? Failure { get; }

    /// <summary>The status code of the response, or null if there was no response.</summary>
    public int? StatusCode => _response?.StatusCode;

    /// <summary>The signature headers that were sent. A header that carries the secret itself is masked.</summary>
    public IReadOnlyDictionary<string, string> SignatureHeaders => field ??= Masked(_signature, header => SecretNames.IsSecret(header.Key) ? WebhookSecret.Mask : _mask.Mask(header.Value));

    /// <summary>The response headers. Repeated headers are joined; secrets of the delivery that the receiver echoed are masked.</summary>
    public IReadOnlyDictionary<string, string> ResponseHeaders => field ??= Masked(_response?.Headers, header => _mask.Mask(header.Value));

    /// <summary>The response body as text, at most 64 KiB, or null if there was no response. Secrets of the delivery that the receiver echoed are masked.</summary>
    public string? ResponseBody => field ??= _response is null ? null : _mask.Mask(_response.Body);

    /// <summary>True if the response body was longer than <see cref="ResponseBody"/> shows.</summary>
    public bool IsResponseBodyTruncated => _response?.IsBodyTruncated ?? false;

    private static Dictionary<string, string> Masked(IEnumerable<KeyValuePair<string, string>>? headers, Func<KeyValuePair<string, string>, string> mask) =>
        (headers ?? []).ToDictionary(static header => header.Key, mask, StringComparer.OrdinalIgnoreCase);
}
