using System.Buffers;

namespace WebhookTools.Core.Masking;

/// <summary>The names of headers, form fields and query parameters whose values are secret.</summary>
public static class SecretNames
{
    private static readonly SearchValues<string> Words = SearchValues.Create(
        ["authorization", "token", "secret", "password", "passwd", "cookie", "credential", "session", "apikey", "api-key", "api_key", "auth-key", "access-key", "access_key", "x-auth", "jwt"],
        StringComparison.OrdinalIgnoreCase);

    /// <summary>In a query, a signature is a credential: a link that contains it grants access. In a header it is not.</summary>
    private static readonly SearchValues<string> ParameterWords = SearchValues.Create(["signature", "auth", "passphrase"], StringComparison.OrdinalIgnoreCase);

    private static readonly string[] ParameterNames = ["sig", "key", "code", "pass", "pwd", "sas"];

    /// <summary>True if the name of a header or form field suggests a secret: <c>Authorization</c>, cookies, <c>X-Gitlab-Token</c>, <c>X-Api-Key</c> and the like.</summary>
    public static bool IsSecret(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.AsSpan().ContainsAny(Words);
    }

    /// <summary>True if the name of a query parameter suggests a secret. The name is not percent-encoded.</summary>
    public static bool IsSecretParameter(string name) =>
        IsSecret(name) || name.AsSpan().ContainsAny(ParameterWords) || ParameterNames.Contains(name, StringComparer.OrdinalIgnoreCase);
}
