using WebhookTools.Core.Signatures;

namespace WebhookTools.Core.Sending;

/// <summary>Shows headers to people: those that carry a secret as <c>***</c>.</summary>
public static class HeaderRedactor
{
    private static readonly string[] SensitiveNames = ["Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie"];
    private static readonly string[] SensitiveParts = ["token", "secret", "password", "api-key", "apikey", "access-key", "auth-key"];

    /// <summary>Whether a header's value is, or may be, a secret: <c>Authorization</c>, cookies, <c>X-Gitlab-Token</c>, <c>X-Api-Key</c> and their like.</summary>
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

    /// <summary>The value, or <c>***</c> in its place.</summary>
    public static string Redact(string name, string value) => IsSensitive(name) ? WebhookSecret.Mask : value;
}
