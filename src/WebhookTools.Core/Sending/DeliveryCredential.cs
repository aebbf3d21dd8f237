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

    /// <summary>The user name for basic authentication, or null for a bearer token.</summary>
    public string? UserName { get; }

    /// <summary>The password or the token.</summary>
    public WebhookSecret Secret { get; }

    /// <summary>Creates credentials for <c>Authorization: Bearer</c>.</summary>
    public static DeliveryCredential Bearer(WebhookSecret token)
    {
        ArgumentNullException.ThrowIfNull(token);
        return new DeliveryCredential(null, token);
    }

    /// <summary>Creates credentials for <c>Authorization: Basic</c>, encoded as UTF-8.</summary>
    public static DeliveryCredential Basic(string userName, WebhookSecret password)
    {
        ArgumentNullException.ThrowIfNull(userName);
        ArgumentNullException.ThrowIfNull(password);
        return new DeliveryCredential(userName, password);
    }

    /// <summary>Returns the header value, which contains the secret.</summary>
    internal string ToHeaderValue() => UserName is null ? "Bearer " + Secret.Reveal() : "Basic " + ToBasic();

    /// <summary>Encodes user name and password for basic authentication (RFC 7617).</summary>
    internal string ToBasic() => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{UserName}:{Secret.Reveal()}"));

    /// <exception cref="WebhookException">A header cannot carry the credentials. The error does not show the secret.</exception>
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

        // A token has no spaces. A line break at its end means that it was read from a file.
        string token = Secret.Reveal();
        int index = token.AsSpan().IndexOfAnyExceptInRange('!', '~');
        if (index >= 0)
        {
            throw DeliveryOptionErrors.TokenNotValid(index, token.Length, token[index]);
        }
    }
}
