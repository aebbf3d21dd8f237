using WebhookTools.Core.Signatures;

namespace WebhookTools.Core.Sending;

/// <summary>Masks the headers that carry a secret with <c>***</c>.</summary>
public static class HeaderRedactor
{
    private static readonly string[] SensitiveNames = ["Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie"];
    private static readonly string[] SensitiveParts = ["token", "secret", "password", "api-key", "apikey", "access-key", "auth-key"];

    /// <summary>Returns true if the value of a header is, or may be, a secret: <c>Authorization</c>, cookies, <c>X-Gitlab-Token</c>, <c>X-Api-Key</c> and similar headers.</summary>
    public static bool IsSensitive(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        foreach (string sensitive in SensitiveNames)
        {
            if (name.Equals(sensitive, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        foreach (string part in SensitiveParts)
        {
            if (name.Contains(part, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Returns the value, or <c>***</c> if it may be a secret.</summary>
    public static string Redact(string name, string value) => IsSensitive(name) ? WebhookSecret.Mask : value;
}
