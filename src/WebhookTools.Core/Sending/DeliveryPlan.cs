using System.Net;
using WebhookTools.Core.Masking;
using WebhookTools.Core.Payloads;
using WebhookTools.Core.Signatures;

namespace WebhookTools.Core.Sending;

/// <summary>Validated options, and everything that is the same for all requests that are sent with them.</summary>
internal sealed class DeliveryPlan
{
    private static readonly string DefaultUserAgent = $"WebhookTools/{typeof(DeliveryPlan).Assembly.GetName().Version!.ToString(3)}";

    private readonly HttpMethod _method;
    private readonly List<KeyValuePair<string, string>> _headers;

    /// <exception cref="WebhookException">The options are invalid.</exception>
    public DeliveryPlan(DeliveryOptions options)
    {
        options.Validate();
        Options = options;
        SignedMethod = options.Method.ToUpperInvariant();
        _method = HttpMethod.Parse(options.Method);
        _headers = CreateHeaders(options);
        ContentType = options.EffectiveContentType;
        Mask = options.CreateMask();
    }

    public DeliveryOptions Options { get; }

    /// <summary>Masks the secrets of the options.</summary>
    public SecretMask Mask { get; }

    /// <summary>The method in upper case, as schemes sign it.</summary>
    public string SignedMethod { get; }

    /// <summary>The content type that is sent and signed.</summary>
    public string ContentType { get; }

    /// <summary>Creates a request.</summary>
    /// <param name="signature">The signature, or null. A scheme that writes into the body or the URI returns those that it signed.</param>
    /// <exception cref="DeliveryException">A signature header has a character that no header can carry.</exception>
    public HttpRequestMessage CreateRequest(Uri uri, WebhookBody body, SignatureResult? signature)
    {
        body = signature?.Body ?? body;
        Version? version = Options.Connection.HttpVersion;
        var request = new WebhookRequest(_method, signature?.Uri ?? uri)
        {
            Version = version ?? HttpVersion.Version20,
            VersionPolicy = version == HttpVersion.Version20 ? HttpVersionPolicy.RequestVersionExact : HttpVersionPolicy.RequestVersionOrLower,
        };
        if (HasContent(body))
        {
            request.Content = new WebhookContent(body, ContentType, request);
        }

        foreach ((string name, string value) in _headers)
        {
            AddHeader(name, value);
        }

        foreach ((string name, string value) in signature?.Headers ?? [])
        {
            // The options are validated, but a scheme that sends the secret itself may produce any text.
            if (HeaderRules.IndexOfInvalidInValue(value) is var index and >= 0)
            {
                throw DeliveryOptionErrors.HeaderValueNotValid(name, index, value[index]);
            }

            AddHeader(name, value);
        }

        return request;

        void AddHeader(string name, string value)
        {
            // HttpClient keeps the headers that describe the content apart.
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content ??= new WebhookContent(body, ContentType, request);
                request.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }
    }

    private static List<KeyValuePair<string, string>> CreateHeaders(DeliveryOptions options)
    {
        List<KeyValuePair<string, string>> headers = [];
        if (options.Credential is { } credential)
        {
            headers.Add(new("Authorization", credential.ToHeaderValue()));
        }

        foreach ((string name, string value) in options.Headers)
        {
            if (!name.Equals(DeliveryOptions.ContentTypeHeader, StringComparison.OrdinalIgnoreCase))
            {
                Add(headers, name, value);
            }
        }

        if (!headers.Exists(static header => header.Key.Equals(WebhookRequest.MarkerHeader, StringComparison.OrdinalIgnoreCase)))
        {
            headers.Add(new(WebhookRequest.MarkerHeader, DefaultUserAgent));
        }

        return headers;
    }

    // Several values of a header go in one line (RFC 9110, 5.3; for cookies RFC 6265, 5.4): not every receiver looks for a second line.
    private static void Add(List<KeyValuePair<string, string>> headers, string name, string value)
    {
        int index = headers.FindIndex(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (index < 0)
        {
            headers.Add(new(name, value));
            return;
        }

        string separator = name.Equals("Cookie", StringComparison.OrdinalIgnoreCase) ? "; " : ", ";
        headers[index] = new(headers[index].Key, headers[index].Value + separator + value);
    }

    // Methods that usually have no content send neither a length nor a type for an empty body (RFC 9110, 8.6).
    private bool HasContent(WebhookBody body) =>
        body.Length > 0
        || !(_method == HttpMethod.Get || _method == HttpMethod.Head || _method == HttpMethod.Delete || _method == HttpMethod.Options || _method == HttpMethod.Trace);
}
