namespace WebhookTools.Core.Signatures;

/// <summary>What a caller may say about a scheme beyond its name.</summary>
public sealed record SignatureOptions
{
    /// <summary>The scheme as it is.</summary>
    public static SignatureOptions Default { get; } = new();

    /// <summary>How far a signed timestamp may be from now when verifying. Null: the scheme's own window. Zero: the time is not looked at.</summary>
    public TimeSpan? Tolerance { get; init; }

    /// <summary>The header's name, for <c>Hmac</c> (null: <c>X-Signature</c>) and <c>Grafana</c> (null: <c>X-Grafana-Alerting-Signature</c>).</summary>
    public string? HeaderName { get; init; }

    /// <summary>The header that carries the timestamp, for <c>Hmac</c> (null: <c>X-Signature-Timestamp</c>, where the template has a timestamp) and <c>Grafana</c> (null: no timestamp is signed).</summary>
    public string? TimestampHeaderName { get; init; }

    /// <summary>The header that carries the message id, for <c>Hmac</c>. Null: <c>X-Signature-Id</c>, where the template has an id.</summary>
    public string? IdHeaderName { get; init; }

    /// <summary>SHA1, SHA256, SHA384 or SHA512, for <c>Hmac</c> and <c>XplentyHook</c>. Null: the scheme's default.</summary>
    public string? Algorithm { get; init; }

    /// <summary>Hex, Base64 or Base64Url, for <c>Hmac</c>. Null: hex.</summary>
    public string? Encoding { get; init; }

    /// <summary>What stands before the signature in its header, as <c>sha256=</c>, for <c>Hmac</c>.</summary>
    public string? Prefix { get; init; }

    /// <summary>The signed content of <c>Hmac</c>, over <c>{id} {timestamp} {body} {url} {method}</c>; a brace that stands for itself is written twice. Null: <c>{body}</c>.</summary>
    public string? Template { get; init; }
}
