using System.Net;
using WebhookTools.Core.Payloads;
using WebhookTools.Core.Signatures;

namespace WebhookTools.Core.Sending;

/// <summary>Makes a delivery's requests: each one signed anew, all with the same message id.</summary>
internal sealed class DeliveryRequestFactory
{
    private static readonly string UserAgent = $"WebhookTools/{typeof(DeliveryRequestFactory).Assembly.GetName().Version!.ToString(3)}";

    private readonly WebhookBody _body;
    private readonly DeliveryOptions _options;
    private readonly TimeProvider _timeProvider;
    private readonly IRandomSource _random;
    private readonly HttpMethod _method;
    private readonly string? _authorization;

    public DeliveryRequestFactory(WebhookBody body, DeliveryOptions options, TimeProvider timeProvider, IRandomSource random)
    {
        _body = body;
        _options = options;
        _timeProvider = timeProvider;
        _random = random;
        _method = HttpMethod.Parse(options.Method);
        _authorization = options.Credential?.ToHeaderValue();
        Id = options.Id;
    }

    /// <summary>The message id: the caller's, or the one that the first signature made.</summary>
    public string? Id { get; private set; }

    /// <summary>The last signature, or null.</summary>
    public SignatureResult? Signature { get; private set; }

    /// <summary>A request to that address.</summary>
    /// <exception cref="SignatureException">It cannot be signed.</exception>
    public HttpRequestMessage Create(Uri uri)
    {
        Signature = _options.Signing is { } signing ? Sign(uri, signing) : null;
        Id ??= Signature?.Id;

        // A scheme that writes into the body or the address signs what it wrote.
        WebhookBody body = Signature?.Body ?? _body;
        var request = new HttpRequestMessage(_method, Signature?.Uri ?? uri) { Content = CreateContent(body) };
        SetVersion(request);
        if (_authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", _authorization);
        }

        bool hasUserAgent = false;
        foreach ((string name, string value) in _options.Headers)
        {
            hasUserAgent |= name.Equals("User-Agent", StringComparison.OrdinalIgnoreCase);
            if (!name.Equals(DeliveryOptions.ContentTypeHeader, StringComparison.OrdinalIgnoreCase))
            {
                AddHeader(request, body, name, value);
            }
        }

        if (!hasUserAgent)
        {
            request.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        }

        foreach ((string name, string value) in Signature?.Headers ?? [])
        {
            AddHeader(request, body, name, value);
        }

        return request;
    }

    /// <summary>Without a body, the methods that usually have none carry neither a length nor a type.</summary>
    private WebhookContent? CreateContent(WebhookBody body)
    {
        bool usuallyHasNone = _method == HttpMethod.Get || _method == HttpMethod.Head || _method == HttpMethod.Delete || _method == HttpMethod.Options || _method == HttpMethod.Trace;
        return body.Length == 0 && usuallyHasNone ? null : new WebhookContent(body, _options.EffectiveContentType);
    }

    private void SetVersion(HttpRequestMessage request)
    {
        Version? asked = _options.Connection.HttpVersion;
        request.Version = asked ?? HttpVersion.Version20;
        request.VersionPolicy = asked == HttpVersion.Version20 ? HttpVersionPolicy.RequestVersionExact : HttpVersionPolicy.RequestVersionOrLower;
    }

    private SignatureResult Sign(Uri uri, SigningOptions signing)
    {
        var content = new SignatureRequest
        {
            Body = _body,
            Id = Id,
            Timestamp = _timeProvider.GetUtcNow(),
            Uri = uri,
            Method = _method.Method.ToUpperInvariant(),
            Event = _options.Event,
            ContentType = _options.EffectiveContentType,
        };
        return signing.Scheme.Sign(content, signing.Secrets, signing.Options, _timeProvider, _random);
    }

    /// <summary>The runtime keeps the headers that describe a body apart.</summary>
    private void AddHeader(HttpRequestMessage request, WebhookBody body, string name, string value)
    {
        if (!request.Headers.TryAddWithoutValidation(name, value))
        {
            request.Content ??= new WebhookContent(body, _options.EffectiveContentType);
            request.Content.Headers.TryAddWithoutValidation(name, value);
        }
    }
}
