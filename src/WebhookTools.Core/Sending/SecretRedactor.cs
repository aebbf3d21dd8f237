using WebhookTools.Core.Signatures;

namespace WebhookTools.Core.Sending;

/// <summary>Shows texts to people: the secrets that a delivery knows of as <c>***</c>, wherever they stand.</summary>
public sealed class SecretRedactor
{
    /// <summary>A shorter secret is not looked for inside of texts: it would be found everywhere, and its places would tell it.</summary>
    public const int ShortestInText = 8;

    private readonly List<string> _secrets = [];

    /// <summary>Creates a redactor for secrets of the caller's own.</summary>
    public SecretRedactor(IEnumerable<WebhookSecret> secrets)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        foreach (WebhookSecret secret in secrets)
        {
            Add(secret.Reveal());
        }
    }

    /// <summary>A redactor for all that a delivery must not show: the signing secrets, the credentials, the proxy's password, the headers that carry a secret.</summary>
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

                // What follows `Bearer ` is the secret, whatever stands before it elsewhere.
                redactor.Add(value[(value.LastIndexOf(' ') + 1)..]);
            }
        }

        return redactor;
    }

    /// <summary>The text with every known secret masked.</summary>
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

    /// <summary>A header's value as it may be shown: masked for its name, or for what it holds.</summary>
    public string RedactHeader(string name, string value) =>
        HeaderRedactor.IsSensitive(name) ? WebhookSecret.Mask : Redact(value);

    /// <summary>Headers as they may be shown, in their order.</summary>
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

    /// <summary>What a receiver sent, with the secrets masked that it sent back. Its own, as a cookie, stay: the caller may need them.</summary>
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

    /// <summary>Longer ones go first: a secret that holds another one would else show what is left of it.</summary>
    private void Add(string? secret)
    {
        if (!string.IsNullOrEmpty(secret) && !_secrets.Contains(secret, StringComparer.Ordinal))
        {
            int shorter = _secrets.FindIndex(other => other.Length < secret.Length);
            _secrets.Insert(shorter < 0 ? _secrets.Count : shorter, secret);
        }
    }
}
