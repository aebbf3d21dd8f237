using System.Net;
using System.Text;
using WebhookTools.Core.Signatures;
using WebhookTools.Listener.Messages;

namespace WebhookTools.Listener.Authentication;

/// <summary>Checks the Authorization header against bearer tokens and a user name and password. If both are configured, either grants access.</summary>
internal sealed class CredentialAuthenticator
{
    private const string AuthorizationHeader = "Authorization";
    private const string Realm = "realm=\"webhooktools\"";
    private const string BearerScheme = "Bearer";
    private const string BasicScheme = "Basic";

    private readonly SecretSet _tokens;
    private readonly SecretSet _basic;

    private CredentialAuthenticator(IEnumerable<WebhookSecret> tokens, NetworkCredential? basic)
    {
        _tokens = new SecretSet(tokens.Select(token => token.Reveal()));
        _basic = new SecretSet(basic is null ? [] : [basic.UserName + ":" + basic.Password]);
        var challenges = new List<string>();
        if (AcceptsToken)
        {
            challenges.Add(BearerScheme + " " + Realm);
        }

        if (AcceptsPassword)
        {
            challenges.Add(BasicScheme + " " + Realm + ", charset=\"UTF-8\"");
        }

        Unauthorized = WebhookResponse.Detail((int)HttpStatusCode.Unauthorized, "Unauthorized").With("WWW-Authenticate", string.Join(", ", challenges));
    }

    /// <summary>True if credentials are required at all.</summary>
    public bool IsRequired => AcceptsToken || AcceptsPassword;

    public bool AcceptsToken => !_tokens.IsEmpty;

    public bool AcceptsPassword => !_basic.IsEmpty;

    /// <summary>The response to every rejected request, whatever the reason.</summary>
    public WebhookResponse Unauthorized { get; }

    public static CredentialAuthenticator ForSenders(ListenerOptions options) => new(options.Tokens, options.BasicCredential);

    /// <summary>Creates the authenticator for readers: their own tokens if there are any, otherwise the senders' credentials.</summary>
    public static CredentialAuthenticator ForReaders(ListenerOptions options) =>
        options.ReadTokens.Count > 0 ? new(options.ReadTokens, basic: null) : ForSenders(options);

    /// <summary>Checks what a person entered: a token, or a password if a user name is given.</summary>
    public bool IsKnown(string user, string secret) => user.Length == 0
        ? _tokens.Contains(Encoding.UTF8.GetBytes(secret))
        : _basic.Contains(Encoding.UTF8.GetBytes(user + ":" + secret));

    /// <summary>Checks the Authorization header.</summary>
    /// <returns>Why the credentials are rejected, for the operator; null if they are accepted.</returns>
    public string? FindProblem(SignatureHeaders headers)
    {
        if (!IsRequired)
        {
            return null;
        }

        return headers.TryGet(AuthorizationHeader, out string value) ? FindProblem(value) : "the request has no Authorization header";
    }

    /// <summary>Checks the value of an Authorization header.</summary>
    /// <inheritdoc cref="FindProblem(SignatureHeaders)"/>
    public string? FindProblem(string value)
    {
        int space = value.IndexOf(' ', StringComparison.Ordinal);
        string scheme = space < 0 ? value : value[..space];
        string parameter = space < 0 ? string.Empty : value[(space + 1)..].Trim();
        if (AcceptsToken && scheme.Equals(BearerScheme, StringComparison.OrdinalIgnoreCase))
        {
            return _tokens.Contains(Encoding.UTF8.GetBytes(parameter)) ? null : "the bearer token is not one of the configured tokens";
        }

        if (AcceptsPassword && scheme.Equals(BasicScheme, StringComparison.OrdinalIgnoreCase))
        {
            byte[] decoded = new byte[parameter.Length];
            return Convert.TryFromBase64String(parameter, decoded, out int length) && _basic.Contains(decoded.AsSpan(0, length))
                ? null
                : "the user name or the password is wrong";
        }

        // The value is not repeated: it may be a secret in the wrong place.
        return "the Authorization header names a scheme that is not configured";
    }
}
