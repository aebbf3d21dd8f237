using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using WebhookTools.Core.Signatures;

namespace WebhookTools.Listener.Authentication;

/// <summary>The signature scheme that every webhook must be signed with, if one is set.</summary>
internal sealed class SignatureAuthenticator
{
    /// <summary>What the journal says of a signature that was checked.</summary>
    public const string Verified = "verified";

    /// <summary>What the journal says where none is asked for.</summary>
    public const string NotRequired = "not-required";

    private readonly SignatureScheme? _scheme;
    private readonly IReadOnlyList<WebhookSecret> _secrets;
    private readonly SignatureOptions _options;
    private readonly TimeProvider _timeProvider;
    private readonly Uri? _baseUri;

    public SignatureAuthenticator(ListenerOptions options, TimeProvider timeProvider)
    {
        _scheme = options.Scheme;
        _secrets = options.Secrets;
        _options = options.SignatureOptions;
        _timeProvider = timeProvider;
        _baseUri = options.BaseUri;
    }

    /// <summary>Looks at a request's signature.</summary>
    /// <param name="schemeFor">What the protocol's senders sign with, if the scheme is the one that is set.</param>
    /// <returns>The verdict, for the operator; null where no signature is asked for.</returns>
    /// <exception cref="SignatureException">A secret cannot be read, or the scheme needs what a listener does not know.</exception>
    public SignatureVerification? Verify(HttpRequest request, ReadOnlyMemory<byte> body, Func<SignatureScheme, SignatureScheme> schemeFor)
    {
        if (_scheme is null)
        {
            return null;
        }

        var headers = new SignatureHeaders();
        foreach ((string name, StringValues values) in request.Headers)
        {
            foreach (string? value in values)
            {
                headers.Add(name, value ?? string.Empty);
            }
        }

        SignatureScheme scheme = schemeFor(_scheme);
        return scheme.Verify(SignedMessage.Of(request, body, scheme, _baseUri), headers, _secrets, _options, _timeProvider);
    }
}
