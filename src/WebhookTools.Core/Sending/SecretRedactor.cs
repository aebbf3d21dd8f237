using WebhookTools.Core.Signatures;

namespace WebhookTools.Core.Sending;

/// <summary>Masks the secrets of a delivery with <c>***</c>, wherever they occur in a text.</summary>
public sealed class SecretRedactor
{
    /// <summary>The shortest secret, in characters, that is masked within a text. A shorter one would match by chance, and the matches would reveal it.</summary>
    public const int ShortestInText = 8;

    private readonly List<string> _secrets = [];

    /// <summary>Creates a redactor for the caller's secrets.</summary>
    public SecretRedactor(IEnumerable<WebhookSecret> secrets)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        foreach (WebhookSecret secret in secrets)
        {
            Add(secret.Reveal());
        }
    }

    /// <summary>Creates a redactor for the secrets of a delivery: signing secrets, credentials, the proxy password, and headers that carry a secret.</summary>
    public static SecretRedactor For(DeliveryOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var redactor = new SecretRedactor(options.Signing?.Secrets ?? []);
        if (options.Credential is { } credential)
        {
            redactor.Add(credential.Secret.Reveal());
            if (credential.UserName is not null)
            {
                redactor.Add(credential.ToBasic());
            }
        }

        redactor.Add(options.Connection.ProxyCredential?.Password);
        foreach ((string name, string value) in options.Headers)
        {
            if (HeaderRedactor.IsSensitive(name))
            {
                redactor.Add(value);

                // In `Bearer token`, the token is the secret; it may also occur without the prefix.
                redactor.Add(value[(value.LastIndexOf(' ') + 1)..]);
            }
        }

        return redactor;
    }

    /// <summary>Returns the text with every secret masked.</summary>
    public string Redact(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        foreach (string secret in _secrets)
        {
            if (string.Equals(text, secret, StringComparison.Ordinal))
            {
                return WebhookSecret.Mask;
            }

            if (secret.Length >= ShortestInText && text.Contains(secret, StringComparison.Ordinal))
            {
                text = text.Replace(secret, WebhookSecret.Mask, StringComparison.Ordinal);
            }
        }

        return text;
    }

    /// <summary>Returns a header value, masked because of its name or because it contains a secret.</summary>
    public string RedactHeader(string name, string value) =>
        HeaderRedactor.IsSensitive(name) ? WebhookSecret.Mask : Redact(value);

    /// <summary>Returns headers with masked values, in their order.</summary>
    public IReadOnlyDictionary<string, string> RedactHeaders(IEnumerable<KeyValuePair<string, string>> headers)
    {
        ArgumentNullException.ThrowIfNull(headers);
        var shown = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach ((string name, string value) in headers)
        {
            shown[name] = RedactHeader(name, value);
        }

        return shown;
    }

    /// <summary>Masks the secrets that a receiver echoed. The receiver's own secrets, such as a cookie, remain: the caller may need them.</summary>
    internal IReadOnlyDictionary<string, string> RedactTexts(IReadOnlyDictionary<string, string> headers)
    {
        Dictionary<string, string>? shown = null;
        foreach ((string name, string value) in headers)
        {
            string redacted = Redact(value);
            if (!ReferenceEquals(redacted, value))
            {
                shown ??= new Dictionary<string, string>(headers, StringComparer.OrdinalIgnoreCase);
                shown[name] = redacted;
            }
        }

        return shown ?? headers;
    }

    // Longer secrets come first: masking a part of a longer secret would leave the rest of it visible.
    private void Add(string? secret)
    {
        if (!string.IsNullOrEmpty(secret) && !_secrets.Contains(secret, StringComparer.Ordinal))
        {
            int shorter = _secrets.FindIndex(other => other.Length < secret.Length);
            _secrets.Insert(shorter < 0 ? _secrets.Count : shorter, secret);
        }
    }
}
