using System.Buffers;

namespace WebhookTools.Listener.Messages;

/// <summary>Finds values that must not be stored: those whose name suggests a secret, and those that contain one of the listener's secrets.</summary>
internal sealed class SecretMask(ListenerOptions options)
{
    /// <summary>A shorter secret occurs by chance in too many values, so only an equal value is masked.</summary>
    private const int MinimumContainedLength = 4;

    private static readonly SearchValues<string> SecretWords = SearchValues.Create(
        ["authorization", "token", "secret", "password", "passwd", "cookie", "credential", "session", "apikey", "api-key", "api_key", "auth-key", "access-key", "access_key"],
        StringComparison.OrdinalIgnoreCase);

    /// <summary>In a query, a signature is a credential: a link that contains it grants access. In a header it is not.</summary>
    private static readonly SearchValues<string> SecretQueryWords = SearchValues.Create(["signature", "auth", "passphrase"], StringComparison.OrdinalIgnoreCase);

    private static readonly string[] SecretQueryNames = ["sig", "key", "code", "pass", "pwd", "sas"];

    private readonly string[] _secrets =
    [
        .. options.Tokens.Concat(options.ReadTokens).Concat(options.Secrets).Select(secret => secret.Reveal()),
        .. options.BasicCredential is { } basic ? new[] { basic.Password } : [],
    ];

    /// <summary>True if the name of a header or field suggests a secret.</summary>
    public static bool IsSecretName(string name) => name.AsSpan().ContainsAny(SecretWords);

    /// <summary>True if the name of a query parameter suggests a secret.</summary>
    public static bool IsSecretInQuery(string name) =>
        IsSecretName(name) || name.AsSpan().ContainsAny(SecretQueryWords) || SecretQueryNames.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>True if the text contains one of the listener's secrets.</summary>
    public bool ContainsSecret(string text)
    {
        foreach (string secret in _secrets)
        {
            if (secret.Length < MinimumContainedLength ? text.Equals(secret, StringComparison.Ordinal) : text.Contains(secret, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
