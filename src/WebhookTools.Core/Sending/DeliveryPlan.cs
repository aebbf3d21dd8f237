using WebhookTools.Core.Payloads;
using WebhookTools.Core.Sending.Direct;
using WebhookTools.Core.Signatures;

namespace WebhookTools.Core.Sending;

/// <summary>What is the same for all webhooks that are sent with the same options: found out once. The options are valid.</summary>
internal sealed class DeliveryPlan
{
    private static readonly string UserAgent = $"WebhookTools/{typeof(DeliveryPlan).Assembly.GetName().Version!.ToString(3)}";

    private readonly HttpMethod _method;
    private readonly HeaderLine[] _headers;
    private readonly DirectTarget? _target;
    /// <exception cref="WebhookException">The options are not valid.</exception>
    public DeliveryPlan(DeliveryOptions options)
    {
        options.Validate();
        Options = options;
        SignedMethod = options.Method.ToUpperInvariant();
        _method = HttpMethod.Parse(options.Method);
        _headers = HeadersOf(options);
        ContentType = options.EffectiveContentType;
        Redactor = SecretRedactor.For(options);
        IsDirect = DirectConnections.CanTake(options);
        _target = IsDirect ? new DirectTarget(options.Uri) : null;
    }

    /// <summary>The options.</summary>
    public DeliveryOptions Options { get; }

    /// <summary>Masks what must not be shown.</summary>
    public SecretRedactor Redactor { get; }

    /// <summary>The method as schemes sign it.</summary>
    public string SignedMethod { get; }

    /// <summary>The content type that is sent and signed.</summary>
    public string ContentType { get; }

    /// <summary>Whether it goes straight to the receiver, as <see cref="DirectExchange"/> does.</summary>
    public bool IsDirect { get; }

    /// <summary>The parts of an address.</summary>
    public DirectTarget TargetOf(Uri uri) => ReferenceEquals(uri, _target?.Uri) ? _target : new DirectTarget(uri);

    /// <summary>A request to that address with that body, and what the signature adds.</summary>
    public DeliveryRequest CreateRequest(Uri uri, WebhookBody body, SignatureResult? signature)
    {
        // A scheme that writes into the body or the address signs what it wrote.
        body = signature?.Body ?? body;
        return new DeliveryRequest(signature?.Uri ?? uri, _method, signature is null ? _headers : Append(_headers, signature.Headers), body, ContentType, HasBody(body));
    }

    private static HeaderLine[] Append(HeaderLine[] headers, IReadOnlyList<KeyValuePair<string, string>> more)
    {
        var all = new HeaderLine[headers.Length + more.Count];
        headers.CopyTo(all, 0);
        for (int index = 0; index < more.Count; index++)
        {
            all[headers.Length + index] = new HeaderLine(more[index].Key, more[index].Value);
        }

        return all;
    }

    private static HeaderLine[] HeadersOf(DeliveryOptions options)
    {
        List<HeaderLine> lines = [];
        if (options.Credential is { } credential)
        {
            lines.Add(new HeaderLine("Authorization", credential.ToHeaderValue()));
        }

        foreach ((string name, string value) in options.Headers)
        {
            if (!name.Equals(DeliveryOptions.ContentTypeHeader, StringComparison.OrdinalIgnoreCase))
            {
                Add(lines, name, value);
            }
        }

        if (!lines.Exists(static line => line.Name.Equals("User-Agent", StringComparison.OrdinalIgnoreCase)))
        {
            lines.Add(new HeaderLine("User-Agent", UserAgent));
        }

        return [.. lines];
    }

    /// <summary>Several values of one name go in one line (RFC 9110, 5.3; for cookies RFC 6265, 5.4): not every receiver looks for a second one.</summary>
    private static void Add(List<HeaderLine> lines, string name, string value)
    {
        int index = lines.FindIndex(line => line.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (index < 0)
        {
            lines.Add(new HeaderLine(name, value));
            return;
        }

        string separator = name.Equals("Cookie", StringComparison.OrdinalIgnoreCase) ? "; " : ", ";
        lines[index] = new HeaderLine(lines[index].Name, lines[index].Value + separator + value);
    }

    /// <summary>Without a body, the methods that usually have none carry neither a length nor a type.</summary>
    private bool HasBody(WebhookBody body) =>
        body.Length > 0
        || !(_method == HttpMethod.Get || _method == HttpMethod.Head || _method == HttpMethod.Delete || _method == HttpMethod.Options || _method == HttpMethod.Trace);
}
