using System.Text;
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
    public static DeliveryCredential Bearer(WebhookSecret token)
    {
        ArgumentNullException.ThrowIfNull(token);
        return new DeliveryCredential(null, token);
    }

    /// <summary><c>Authorization: Basic …</c>, UTF-8.</summary>
    public static DeliveryCredential Basic(string userName, WebhookSecret password)
    {
        ArgumentNullException.ThrowIfNull(userName);
        ArgumentNullException.ThrowIfNull(password);
        return new DeliveryCredential(userName, password);
    }

    /// <summary>The header's value, secret and all.</summary>
    internal string ToHeaderValue() => UserName is null ? "Bearer " + Secret.Reveal() : "Basic " + ToBasic();

    /// <summary>User name and password as basic authentication writes them (RFC 7617).</summary>
    internal string ToBasic() => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{UserName}:{Secret.Reveal()}"));

    /// <summary>Checks that the header can be written.</summary>
    /// <exception cref="WebhookException">It cannot; the error does not show the secret.</exception>
    internal void Validate()
    {
        if (UserName is not null)
        {
            if (UserName.Contains(':', StringComparison.Ordinal) || UserName.Any(char.IsControl))
            {
                throw DeliveryOptionErrors.UserNameNotValid();
            }

            return;
        }

        if (Secret.IsEmpty)
        {
            throw DeliveryOptionErrors.TokenEmpty();
        }

        // No token has spaces; one that ends with a line break was read from a file.
        string token = Secret.Reveal();
        int index = token.AsSpan().IndexOfAnyExceptInRange('!', '~');
        if (index >= 0)
        {
            throw DeliveryOptionErrors.TokenNotValid(index, token.Length, token[index]);
        }
    }
}
