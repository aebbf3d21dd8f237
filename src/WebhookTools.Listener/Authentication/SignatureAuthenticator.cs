using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using WebhookTools.Core.Payloads;
using WebhookTools.Core.Signatures;

namespace WebhookTools.Listener.Authentication;

/// <summary>Verifies webhooks by the signature scheme that the listener requires, if any.</summary>
internal sealed class SignatureAuthenticator
{
    /// <summary>The journal's value for a verified signature.</summary>
    public const string Verified = "verified";

    /// <summary>The journal's value when no signature is required.</summary>
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

    /// <summary>Verifies a request's signature.</summary>
    /// <param name="schemeFor">Returns the scheme that the protocol's senders use, given the required one.</param>
    /// <returns>The verdict, for the operator only; null if no signature is required.</returns>
    /// <exception cref="SignatureException">A secret cannot be read, or the scheme needs an input that a listener does not have.</exception>
    public SignatureVerification? Verify(HttpRequest request, ReadOnlyMemory<byte> body, Func<SignatureScheme, SignatureScheme> schemeFor) =>
        Read(request, body, schemeFor) is { } signed
            ? signed.Scheme.Verify(signed.Request, signed.Headers, _secrets, _options, _timeProvider)
            : null;

    /// <summary>Responds to a provider's challenge (<see cref="SignatureScheme.TryAnswerChallenge"/>).</summary>
    /// <param name="verification">The request's verdict. Only a valid one is answered, so that only the provider gets tokens hashed.</param>
    /// <param name="body">The request's body.</param>
    /// <param name="response">The body to send with status 200, or empty.</param>
    public bool TryAnswerChallenge(SignatureVerification verification, ReadOnlyMemory<byte> body, out byte[] response)
    {
        response = [];
        return verification is { IsValid: true, SecretIndex: >= 0 }
            && SignatureSchemes.Find(verification.Scheme) is { } scheme
            && scheme.TryAnswerChallenge(WebhookBody.FromBytes(body), _secrets[verification.SecretIndex], out response);
    }

    /// <summary>Reads what a verification needs; null if no signature is required.</summary>
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

/// <summary>The inputs of one verification.</summary>
internal sealed record SignedWebhook(SignatureScheme Scheme, SignatureRequest Request, SignatureHeaders Headers);
