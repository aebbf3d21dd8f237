namespace WebhookTools.Core.Signatures;

/// <summary>The options of a signature scheme.</summary>
public sealed record SignatureOptions
{
    /// <summary>Gets the scheme's defaults.</summary>
    public static SignatureOptions Default { get; } = new();

    /// <summary>Gets the maximum difference between a signed timestamp and the current time. Null for the scheme's default; zero to ignore the timestamp.</summary>
    public TimeSpan? Tolerance { get; init; }

    /// <summary>Gets the name of the signature header, for <c>Hmac</c> (default <c>X-Signature</c>) and <c>Grafana</c> (default <c>X-Grafana-Alerting-Signature</c>).</summary>
    public string? HeaderName { get; init; }

    /// <summary>Gets the name of the timestamp header, for <c>Hmac</c> (default <c>X-Signature-Timestamp</c> if the template has a timestamp) and <c>Grafana</c> (by default, no timestamp is signed).</summary>
    public string? TimestampHeaderName { get; init; }

    /// <summary>Gets the name of the message id header, for <c>Hmac</c> (default <c>X-Signature-Id</c> if the template has an id).</summary>
    public string? IdHeaderName { get; init; }

    /// <summary>Gets the hash algorithm, for <c>Hmac</c> and <c>XplentyHook</c>: SHA1, SHA256, SHA384 or SHA512. Null for the scheme's default.</summary>
    public string? Algorithm { get; init; }

    /// <summary>Gets the signature's encoding, for <c>Hmac</c>: Hex, Base64 or Base64Url. The default is Hex.</summary>
    public string? Encoding { get; init; }

    /// <summary>Gets the text before the signature in its header, for <c>Hmac</c>, such as <c>sha256=</c>.</summary>
    public string? Prefix { get; init; }

    /// <summary>Gets the signed content, for <c>Hmac</c>: text with the placeholders <c>{id} {timestamp} {body} {url} {method}</c>. A literal brace is doubled. The default is <c>{body}</c>.</summary>
    public string? Template { get; init; }
}
