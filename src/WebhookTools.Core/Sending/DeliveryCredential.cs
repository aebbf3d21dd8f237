using WebhookTools.Core.Signatures;

namespace WebhookTools.Core.Sending;

/// <summary>Credentials for the <c>Authorization</c> header.</summary>
public sealed record DeliveryCredential
{
    private DeliveryCredential(string? userName, WebhookSecret secret)
    {
        UserName = userName;
        Secret = secret;
    }

    /// <summary>The user's name for basic authentication; null for a bearer token.</summary>
    public string? UserName { get; }

    /// <summary>The password or the token.</summary>
    public WebhookSecret Secret { get; }

    /// <summary><c>Authorization: Bearer …</c></summary>
    public static DeliveryCredential Bearer(WebhookSecret token) => new(null, token);

    /// <summary><c>Authorization: Basic …</c>, UTF-8.</summary>
    public static DeliveryCredential Basic(string userName, WebhookSecret password) => new(userName, password);
}
