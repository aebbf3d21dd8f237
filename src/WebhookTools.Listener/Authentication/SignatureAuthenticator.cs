using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using WebhookTools.Core.Payloads;
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
    public SignatureVerification? Verify(HttpRequest request, ReadOnlyMemory<byte> body, Func<SignatureScheme, SignatureScheme> schemeFor) =>
        Read(request, body, schemeFor) is { } signed
            ? signed.Scheme.Verify(signed.Request, signed.Headers, _secrets, _options, _timeProvider)
            : null;

    /// <summary>Makes the answer to a signed question whether this is the receiver that it should be, which Zoom asks.</summary>
    /// <param name="verification">What was found of its signature: it must be valid, so that only Zoom has tokens hashed here.</param>
    /// <param name="reply">The reply, to be sent with status 200; empty where it is no such question.</param>
    public bool TryAnswerChallenge(SignatureVerification verification, ReadOnlyMemory<byte> body, out byte[] reply)
    {
        reply = [];
        return verification is { IsValid: true, Scheme: "Zoom", SecretIndex: >= 0 }
            && ZoomChallenge.TryAnswer(WebhookBody.FromBytes(body), _secrets[verification.SecretIndex], out reply);
    }

    /// <summary>What there is to look at; null where no signature is asked for.</summary>
    /// <inheritdoc cref="Verify"/>
    public SignedWebhook? Read(HttpRequest request, ReadOnlyMemory<byte> body, Func<SignatureScheme, SignatureScheme> schemeFor)
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
        return new SignedWebhook(scheme, SignedMessage.Of(request, body, scheme, _baseUri), headers);
    }
}
