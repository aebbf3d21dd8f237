using System.Globalization;
using System.Text;
using WebhookTools.Core.Payloads;

namespace WebhookTools.Core.Capture;

/// <summary>Reads a raw HTTP request or bare header lines, with CRLF or, as editors and shells save them, LF line endings.</summary>
internal static class HttpMessageCapture
{
    /// <summary>True for a line such as <c>POST /path HTTP/1.1</c>, or the HTTP/2 form that <c>curl -v</c> prints.</summary>
    public static bool IsRequestLine(ReadOnlySpan<byte> line) => TryReadRequestLine(line, out _, out _);

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

    public static CapturedRequest Read(CaptureText text)
    {
        string method = string.Empty;
        string target = string.Empty;
        while (text.TryRead(out CaptureLine line) && !TryReadRequestLine(text.Get(line), out method, out target))
        {
            // RFC 9112, 2.2 allows empty lines before the request line.
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

        // An empty line at the end is how pasted text ends, not an empty body.
        bool isPresent = !rest.Span.Trim("\r\n"u8).IsEmpty;
        if (!isPresent)
        {
            notes.Add("The capture contains headers but no body.");
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
