namespace WebhookTools.Core.Sending;

/// <summary>What became of one webhook.</summary>
public sealed record DeliveryResult
{
    private readonly DeliveryResponse? _reply;
    private readonly IReadOnlyList<KeyValuePair<string, string>>? _signature;
    private readonly SecretRedactor _redactor;

    /// <summary>Keeps what there is to show; it is made fit to be shown when somebody asks for it.</summary>
    internal DeliveryResult(DeliveryResponse? reply, IReadOnlyList<KeyValuePair<string, string>>? signature, SecretRedactor redactor)
    {
        _reply = reply;
        _signature = signature;
        _redactor = redactor;
    }

    /// <summary>Where it was sent, after redirects that were followed.</summary>
    public required Uri Uri { get; init; }

    /// <summary>The last reply's status, or null when no reply came.</summary>
    public int? StatusCode => _reply?.StatusCode;

    /// <summary>Whether it was delivered.</summary>
    public bool IsSuccess => Error is null;

    /// <summary>How many requests were made, those to where it was redirected counted.</summary>
    public required int Attempts { get; init; }

    /// <summary>From the first attempt's start to the last one's end, waits included.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>The message id, or null where the delivery has none.</summary>
    public string? Id { get; init; }

    /// <summary>The signature's headers as last sent; where a scheme sends the secret itself, it is masked.</summary>
    public IReadOnlyDictionary<string, string> SignatureHeaders => field ??= _signature is null ? EmptyHeaders : _redactor.RedactHeaders(_signature);

    /// <summary>The last reply's headers; repeated ones joined, secrets of the delivery that came back masked.</summary>
    public IReadOnlyDictionary<string, string> ResponseHeaders => field ??= _reply is null ? EmptyHeaders : _redactor.RedactTexts(_reply.Headers);

    /// <summary>The last reply's body as text, at most 64 KiB, or null when no reply came; secrets of the delivery that came back masked.</summary>
    public string? ResponseBody => field ??= _reply is null ? null : _redactor.Redact(_reply.Body);

    /// <summary>Whether the reply's body was longer than what is shown.</summary>
    public bool IsResponseBodyTruncated => _reply?.IsBodyTruncated ?? false;

    /// <summary>Why it was not delivered, or null.</summary>
    public DeliveryException? Error { get; init; }

    private static Dictionary<string, string> EmptyHeaders { get; } = new(StringComparer.OrdinalIgnoreCase);
}
