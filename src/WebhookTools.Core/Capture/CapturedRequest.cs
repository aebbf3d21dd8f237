using System.Globalization;
using WebhookTools.Core.Payloads;
using WebhookTools.Core.Signatures;

namespace WebhookTools.Core.Capture;

/// <summary>A webhook request as somebody recorded it: enough to look at its signature again, or to send it again byte for byte.</summary>
public sealed record CapturedRequest
{
    /// <summary>What it was read from.</summary>
    public required CaptureSource Source { get; init; }

    /// <summary>The HTTP method, in upper case. <c>POST</c> where the capture does not say it.</summary>
    public string Method { get; init; } = "POST";

    /// <summary>The whole address, or null where the capture does not say the host. Masked where <see cref="Target"/> is.</summary>
    public Uri? Uri { get; init; }

    /// <summary>The path and query as the request line has them, or null where the capture has none. A journal masks what may be secret in a query.</summary>
    public string? Target { get; init; }

    /// <summary>The headers in their order, a repeated one as often as it came. They may hold credentials: do not print them.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The body's exact bytes, or null where the capture does not hold it.</summary>
    public WebhookBody? Body { get; init; }

    /// <summary>When it was received, or null where the capture does not say it.</summary>
    public DateTimeOffset? ReceivedAt { get; init; }

    /// <summary>What is missing or was assumed, one sentence each: a body that is not in the capture, a length that does not fit.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Gives the first header of that name, in any case.</summary>
    public bool TryGetHeader(string name, out string value)
    {
        foreach ((string key, string text) in Headers)
        {
            if (string.Equals(key, name, StringComparison.OrdinalIgnoreCase))
            {
                value = text;
                return true;
            }
        }

        value = string.Empty;
        return false;
    }

    /// <summary>The headers as a signature scheme takes them.</summary>
    public SignatureHeaders ToSignatureHeaders()
    {
        var headers = new SignatureHeaders();
        foreach ((string name, string value) in Headers)
        {
            headers.Add(name, value);
        }

        return headers;
    }

    /// <summary>The request as a signature scheme takes it.</summary>
    /// <exception cref="CaptureException">The capture does not hold the body.</exception>
    public SignatureRequest ToSignatureRequest()
    {
        return new SignatureRequest
        {
            Body = Body ?? throw CaptureErrors.CaptureWithoutBody(Source),
            Uri = Uri,
            Method = Method,
            ContentType = TryGetHeader("Content-Type", out string contentType) ? contentType : null,
        };
    }

    /// <summary>Method, address and sizes: never a header's value.</summary>
    public override string ToString()
    {
        string body = Body is null ? "no body" : string.Create(CultureInfo.InvariantCulture, $"{Body.Length} bytes");
        return string.Create(CultureInfo.InvariantCulture, $"{Method} {Uri?.AbsolutePath ?? Target ?? "?"} ({Headers.Count} headers, {body})");
    }
}
