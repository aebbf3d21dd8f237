using System.Buffers;

namespace WebhookTools.Listener.Hosting;

/// <summary>What a journal must not keep: whatever may carry a secret, by its name or because it holds one of the listener's secrets.</summary>
internal sealed class JournalMask(ListenerOptions options)
{
    /// <summary>A shorter secret is part of too much that is none.</summary>
    private const int ShortestFound = 4;

    private static readonly SearchValues<string> SecretWords = SearchValues.Create(
        ["authorization", "token", "secret", "password", "passwd", "cookie", "credential", "session", "apikey", "api-key", "api_key", "auth-key", "access-key", "access_key"],
        StringComparison.OrdinalIgnoreCase);

    /// <summary>What a link that lets its holder in is made of: in a query these are credentials, in a header a signature is not.</summary>
    private static readonly SearchValues<string> SecretQueryWords = SearchValues.Create(["signature", "auth", "passphrase"], StringComparison.OrdinalIgnoreCase);

    private static readonly string[] SecretQueryNames = ["sig", "key", "code", "pass", "pwd", "sas"];

    private readonly string[] _secrets =
    [
        .. options.Tokens.Concat(options.ReadTokens).Concat(options.Secrets).Select(secret => secret.Reveal()),
        .. options.BasicCredential is { } basic ? new[] { basic.Password } : [],
    ];

    /// <summary>Whether the name of a header or of a field says that its value is secret.</summary>
    public static bool IsSecretName(string name) => name.AsSpan().ContainsAny(SecretWords);

    /// <summary>Whether the name of a parameter of a query says that its value is secret.</summary>
    public static bool IsSecretInQuery(string name) =>
        IsSecretName(name) || name.AsSpan().ContainsAny(SecretQueryWords) || SecretQueryNames.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a text holds one of the listener's secrets.</summary>
    public bool HoldsSecret(string text)
    {
        foreach (string secret in _secrets)
        {
            if (secret.Length < ShortestFound ? text.Equals(secret, StringComparison.Ordinal) : text.Contains(secret, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
