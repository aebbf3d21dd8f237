using Microsoft.AspNetCore.Http;
using WebhookTools.Core.Payloads;
using WebhookTools.Core.Signatures;
using WebhookTools.Listener.Hosting;

namespace WebhookTools.Listener.Authentication;

/// <summary>The signature scheme that every webhook must be signed with, if one is set.</summary>
internal sealed class SignatureAuthenticator
{
    private static readonly string[] EventHeaders = ["X-Hook-Event", "X-GitHub-Event", "X-Pelorus-Event"];

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

    /// <summary>What the journal says of a signature that was checked.</summary>
    public const string Verified = "verified";

    /// <summary>What the journal says where none is asked for.</summary>
    public const string NotRequired = "not-required";

    public bool IsRequired => _scheme is not null;

    /// <summary>Looks at a request's signature.</summary>
    /// <returns>The verdict, for the operator; null where no signature is asked for.</returns>
    /// <exception cref="SignatureException">A secret cannot be read, or the scheme needs what a listener does not know.</exception>
    public SignatureVerification? Verify(HttpRequest request, ReadOnlyMemory<byte> body)
    {
        if (_scheme is null)
        {
            return null;
        }

        var headers = new SignatureHeaders();
        foreach ((string name, Microsoft.Extensions.Primitives.StringValues values) in request.Headers)
        {
            foreach (string? value in values)
            {
                headers.Add(name, value ?? string.Empty);
            }
        }

        var signed = new SignatureRequest
        {
            Body = WebhookBody.FromBytes(body),
            Method = request.Method.ToUpperInvariant(),
            Uri = RequestAddress.AsTheSenderCallsIt(request, _baseUri),
            ContentType = request.ContentType,
            Event = EventOf(request.Headers),
        };
        return _scheme.Verify(signed, headers, _secrets, _options, _timeProvider);
    }

    private static string? EventOf(IHeaderDictionary headers)
    {
        foreach (string name in EventHeaders)
        {
            if (headers.TryGetValue(name, out Microsoft.Extensions.Primitives.StringValues values))
            {
                return values.ToString();
            }
        }

        return null;
    }
}
