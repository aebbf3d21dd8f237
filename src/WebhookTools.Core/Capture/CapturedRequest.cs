using System.Globalization;
using WebhookTools.Core.Payloads;
using WebhookTools.Core.Signatures;

namespace WebhookTools.Core.Capture;

/// <summary>A webhook request as somebody recorded it: enough to look at its signature again, or to send it again byte for byte.</summary>
public sealed record CapturedRequest
{
    private const string InHeaders = "The journal masks headers that are secret: where the signature stands as *** it must be given beside the line.";
    private const string InQuery = "The journal masks what may be secret in the query: where the address is signed it must be given beside the line.";

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

    /// <summary>A sentence for each part of a request that is masked.</summary>
    /// <param name="headers">The headers as they are kept.</param>
    /// <param name="target">The path and query as they are kept.</param>
    public static IEnumerable<string> DescribeMasking(IReadOnlyList<KeyValuePair<string, string>> headers, string? target)
    {
        ArgumentNullException.ThrowIfNull(headers);
        if (headers.Any(static header => header.Value.Contains(WebhookSecret.Mask, StringComparison.Ordinal)))
        {
            yield return InHeaders;
        }

        if (target?.Contains('?', StringComparison.Ordinal) == true && target.AsSpan(target.IndexOf('?', StringComparison.Ordinal)).Contains(WebhookSecret.Mask, StringComparison.Ordinal))
        {
            yield return InQuery;
        }
    }

    /// <summary>Method, address and sizes: never a header's value.</summary>
    public override string ToString()
    {
        string body = Body is null ? "no body" : string.Create(CultureInfo.InvariantCulture, $"{Body.Length} bytes");
        return string.Create(CultureInfo.InvariantCulture, $"{Method} {Uri?.AbsolutePath ?? Target ?? "?"} ({Headers.Count} headers, {body})");
    }
}

/// <summary>What a captured request was read from.</summary>
public enum CaptureSource
{
    /// <summary>An HTTP request as it stands on the wire: request line, headers, an empty line, the body.</summary>
    HttpMessage,

    /// <summary>What <c>curl -v</c> prints. It has no body.</summary>
    CurlVerbose,

    /// <summary>What <c>curl --trace</c> or <c>curl --trace-ascii</c> writes.</summary>
    CurlTrace,

    /// <summary>An HTTP archive (HAR), an entry of one, or the request of an entry.</summary>
    HttpArchive,

    /// <summary>A line of a webhook journal.</summary>
    JournalLine,

    /// <summary>A request that a listener of this process received, as its journal keeps it.</summary>
    Listener,

    /// <summary>Header lines alone, <c>Name: value</c>, with or without a body behind an empty line.</summary>
    HeaderText,
}
