using System.Globalization;
using WebhookTools.Core.Payloads;
using WebhookTools.Core.Signatures;

namespace WebhookTools.Core.Capture;

/// <summary>A recorded webhook request, with enough detail to check its signature or to send it again byte for byte.</summary>
public sealed record CapturedRequest
{
    private const string MaskedHeaders = "The journal masks secret headers. If the signature is masked (***), provide it separately.";
    private const string MaskedTarget = "The journal masks secrets in the path and in the query string. If the URL is signed, provide it separately.";

    /// <summary>The format of the capture.</summary>
    public required CaptureSource Source { get; init; }

    /// <summary>The HTTP method in upper case. <c>POST</c> if the capture does not contain it.</summary>
    public string Method { get; init; } = "POST";

    /// <summary>The URL, or null if the capture does not contain the host. Masked in the same way as <see cref="Target"/>.</summary>
    public Uri? Uri { get; init; }

    /// <summary>The path and query string of the request line, or null if the capture does not contain them. A journal masks secrets in them.</summary>
    public string? Target { get; init; }

    /// <summary>The headers in order, including repeated ones. They can contain credentials: do not print them.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The exact bytes of the body, or null if the capture does not contain it.</summary>
    public WebhookBody? Body { get; init; }

    /// <summary>The time of receipt, or null if the capture does not contain it.</summary>
    public DateTimeOffset? ReceivedAt { get; init; }

    /// <summary>Missing parts and assumptions, one sentence each, such as a missing body or a wrong length.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Gets the first header with a name, ignoring case.</summary>
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

    /// <summary>Converts the headers to the input of a signature scheme.</summary>
    public SignatureHeaders ToSignatureHeaders()
    {
        var headers = new SignatureHeaders();
        foreach ((string name, string value) in Headers)
        {
            headers.Add(name, value);
        }

        return headers;
    }

    /// <summary>Converts the request to the input of a signature scheme.</summary>
    /// <exception cref="CaptureException">The capture does not contain the body.</exception>
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

    /// <summary>Returns a note for each part of a stored request in which a listener has masked secrets.</summary>
    /// <param name="headers">The stored headers.</param>
    /// <param name="target">The stored path and query string.</param>
    public static IEnumerable<string> DescribeMasking(IReadOnlyList<KeyValuePair<string, string>> headers, string? target)
    {
        ArgumentNullException.ThrowIfNull(headers);
        if (headers.Any(static header => header.Value.Contains(WebhookSecret.Mask, StringComparison.Ordinal)))
        {
            yield return MaskedHeaders;
        }

        if (target?.Contains(WebhookSecret.Mask, StringComparison.Ordinal) == true)
        {
            yield return MaskedTarget;
        }
    }

    /// <summary>Returns the method, the path and the sizes, but no header value.</summary>
    public override string ToString()
    {
        string body = Body is null ? "no body" : string.Create(CultureInfo.InvariantCulture, $"{Body.Length} bytes");
        return string.Create(CultureInfo.InvariantCulture, $"{Method} {Uri?.AbsolutePath ?? Target ?? "?"} ({Headers.Count} headers, {body})");
    }
}

/// <summary>The format of a captured request.</summary>
public enum CaptureSource
{
    /// <summary>A raw HTTP request: request line, headers, an empty line and the body.</summary>
    HttpMessage,

    /// <summary>The output of <c>curl -v</c>. It does not contain the body.</summary>
    CurlVerbose,

    /// <summary>The output of <c>curl --trace</c> or <c>curl --trace-ascii</c>.</summary>
    CurlTrace,

    /// <summary>An HTTP archive (HAR), one of its entries, or the request of an entry.</summary>
    HttpArchive,

    /// <summary>A line of a webhook journal.</summary>
    JournalLine,

    /// <summary>A request received by a listener in this process, as stored in its journal.</summary>
    Listener,

    /// <summary>Header lines in the form <c>Name: value</c>, optionally followed by an empty line and a body.</summary>
    HeaderText,
}
