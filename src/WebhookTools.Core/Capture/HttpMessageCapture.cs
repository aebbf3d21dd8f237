using System.Globalization;
using System.Text;
using WebhookTools.Core.Payloads;

namespace WebhookTools.Core.Capture;

/// <summary>An HTTP request as it stands on the wire, with CRLF or, as editors and shells leave it, with LF alone.</summary>
internal static class HttpMessageCapture
{
    /// <summary>Whether a line is <c>POST /path HTTP/1.1</c>, or the same as <c>curl -v</c> prints it for HTTP/2.</summary>
    public static bool IsRequestLine(ReadOnlySpan<byte> line) => TryReadRequestLine(line, out _, out _);

    /// <summary>Reads a request line.</summary>
    public static bool TryReadRequestLine(ReadOnlySpan<byte> line, out string method, out string target)
    {
        method = string.Empty;
        target = string.Empty;
        int first = line.IndexOf((byte)' ');
        int last = line.LastIndexOf((byte)' ');
        if (first <= 0 || last <= first + 1 || !line[(last + 1)..].StartsWith("HTTP/"u8))
        {
            return false;
        }

        ReadOnlySpan<byte> name = line[..first];
        if (name.ContainsAnyExceptInRange((byte)'A', (byte)'Z'))
        {
            return false;
        }

        method = Encoding.ASCII.GetString(name);
        target = CaptureText.Decode(line[(first + 1)..last]);
        return true;
    }

    /// <summary>Reads a request.</summary>
    public static CapturedRequest Read(CaptureText text)
    {
        string method = string.Empty;
        string target = string.Empty;
        while (text.TryRead(out CaptureLine line) && !TryReadRequestLine(text.Get(line), out method, out target))
        {
            // Empty lines before the request line are allowed by RFC 9112.
        }

        var notes = new List<string>();
        List<KeyValuePair<string, string>> headers = CapturedHeaders.Read(text, out bool hasBody, out bool endsWithLineFeed);
        ReadOnlyMemory<byte> rest = hasBody ? text.Bytes[text.Position..] : ReadOnlyMemory<byte>.Empty;
        ReadOnlyMemory<byte> body = CapturedBody.Read(rest, headers, endsWithLineFeed, notes);
        return new CapturedRequest
        {
            Source = CaptureSource.HttpMessage,
            Method = method,
            Target = target,
            Uri = CapturedUri.Find(target, headers, secure: null, notes),
            Headers = headers,
            Body = WebhookBody.FromBytes(body),
            Notes = notes,
        };
    }

    public static CapturedRequest ReadHeaderText(CaptureText text)
    {
        var notes = new List<string>();
        SkipEmptyLines(text);
        List<KeyValuePair<string, string>> headers = CapturedHeaders.Read(text, out bool hasBody, out bool endsWithLineFeed);
        ReadOnlyMemory<byte> rest = hasBody ? text.Bytes[text.Position..] : ReadOnlyMemory<byte>.Empty;

        // An empty line that nothing follows is how a paste ends, not an empty body.
        bool isPresent = !rest.Span.Trim("\r\n"u8).IsEmpty;
        if (!isPresent)
        {
            notes.Add("The header lines are without a body.");
        }

        return new CapturedRequest
        {
            Source = CaptureSource.HeaderText,
            Headers = headers,
            Body = isPresent ? WebhookBody.FromBytes(CapturedBody.Read(rest, headers, endsWithLineFeed, notes)) : null,
            Notes = notes,
        };
    }

    private static void SkipEmptyLines(CaptureText text)
    {
        while (text.PeekIsEmptyLine())
        {
            text.TryRead(out _);
        }
    }
}
