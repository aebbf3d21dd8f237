using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using WebhookTools.Core.Signatures;
using WebhookTools.Listener.Hosting;

namespace WebhookTools.Listener.Authentication;

/// <summary>Bearer tokens and basic authentication: what the Authorization header carries. Where both are set, either lets a request in.</summary>
internal sealed class CredentialAuthenticator
{
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
        if (!_tokens.IsEmpty)
        {
            challenges.Add(BearerScheme + " " + Realm);
        }

        if (!_basic.IsEmpty)
        {
            challenges.Add(BasicScheme + " " + Realm + ", charset=\"UTF-8\"");
        }

        Refusal = Reply.Detail(StatusCodes.Status401Unauthorized, "Unauthorized").With("WWW-Authenticate", string.Join(", ", challenges));
    }

    /// <summary>Whether any credential is asked for.</summary>
    public bool IsRequired => !_tokens.IsEmpty || !_basic.IsEmpty;

    /// <summary>Whether a token lets somebody in.</summary>
    public bool TakesToken => !_tokens.IsEmpty;

    /// <summary>Whether a user name and its password let somebody in.</summary>
    public bool TakesPassword => !_basic.IsEmpty;

    /// <summary>What a refused request is answered: the same for every cause.</summary>
    public Reply Refusal { get; }

    /// <summary>Whether what somebody typed is known: a token, or where a user is named, their password.</summary>
    public bool AreKnown(string user, string secret) => user.Length == 0
        ? _tokens.Contains(Encoding.UTF8.GetBytes(secret))
        : _basic.Contains(Encoding.UTF8.GetBytes(user + ":" + secret));

    /// <summary>What lets a webhook in.</summary>
    public static CredentialAuthenticator ForSenders(ListenerOptions options) => new(options.Tokens, options.BasicCredential);

    /// <summary>What lets somebody read: tokens of their own where there are any, else what lets a webhook in.</summary>
    public static CredentialAuthenticator ForReaders(ListenerOptions options) =>
        options.ReadTokens.Count > 0 ? new(options.ReadTokens, basic: null) : ForSenders(options);

    public CredentialOutcome Authenticate(IHeaderDictionary headers)
    {
        if (!IsRequired)
        {
            return CredentialOutcome.Accepted;
        }

        StringValues values = headers.Authorization;
        if (values.Count != 1 || values[0] is not { } value)
        {
            return CredentialOutcome.Refused(values.Count == 0 ? "no Authorization header came" : "more than one Authorization header came");
        }

        int space = value.IndexOf(' ', StringComparison.Ordinal);
        string scheme = space < 0 ? value : value[..space];
        string parameter = space < 0 ? string.Empty : value[(space + 1)..].Trim();
        if (scheme.Equals(BearerScheme, StringComparison.OrdinalIgnoreCase) && !_tokens.IsEmpty)
        {
            return _tokens.Contains(Encoding.UTF8.GetBytes(parameter))
                ? CredentialOutcome.Accepted
                : CredentialOutcome.Refused("the bearer token is none of those that are set");
        }

        if (scheme.Equals(BasicScheme, StringComparison.OrdinalIgnoreCase) && !_basic.IsEmpty)
        {
            byte[] decoded = new byte[parameter.Length];
            return Convert.TryFromBase64String(parameter, decoded, out int length) && _basic.Contains(decoded.AsSpan(0, length))
                ? CredentialOutcome.Accepted
                : CredentialOutcome.Refused("the user or the password is wrong");
        }

        // The header may hold anything, a secret in the wrong place too: it is not repeated.
        return CredentialOutcome.Refused("the Authorization header names a scheme that is not set up");
    }
}
