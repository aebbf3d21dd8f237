using System.Buffers;
using System.Globalization;

namespace WebhookTools.Core.Capture;

/// <summary>
/// Reads the output of <c>curl -v</c>: request headers after <c>&gt; </c>, response headers after <c>&lt; </c> and
/// remarks after <c>* </c>. It does not contain the body.
/// </summary>
internal static class CurlVerboseCapture
{
    /// <summary>The maximum length of the timestamp and ids that <c>--trace-time</c> and <c>--trace-ids</c> write before a line.</summary>
    private const int MaximumStampLength = 40;

    private static readonly SearchValues<byte> StampBytes = SearchValues.Create("0123456789:.-[] "u8);

    public static bool Recognize(CaptureText text)
    {
        while (text.TryRead(out CaptureLine line))
        {
            if (TryGetSent(text.Get(line), out ReadOnlySpan<byte> sent) && HttpMessageCapture.IsRequestLine(sent))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Reads all requests. There are several if curl followed a redirect.</summary>
    public static IReadOnlyList<CapturedRequest> Read(CaptureText text)
    {
        var requests = new List<CapturedRequest>();
        List<KeyValuePair<string, string>> headers = [];
        bool isSecure = false;
        bool isInHeaders = false;
        while (text.TryRead(out CaptureLine line))
        {
            ReadOnlySpan<byte> bytes = text.Get(line);
            if (!TryGetSent(bytes, out ReadOnlySpan<byte> sent))
            {
                isSecure |= bytes.IndexOf("SSL connection"u8) >= 0 || bytes.IndexOf("TLS handshake"u8) >= 0;
                continue;
            }

            if (HttpMessageCapture.TryReadRequestLine(sent, out string method, out string target))
            {
                headers = [];
                isInHeaders = true;
                requests.Add(new CapturedRequest { Source = CaptureSource.CurlVerbose, Method = method, Target = target, Headers = headers });
            }
            else if (sent.IsEmpty)
            {
                isInHeaders = false;
            }
            else if (isInHeaders)
            {
                headers.Add(CaptureText.TryReadHeader(sent, out KeyValuePair<string, string> header)
                    ? header
                    : throw CaptureErrors.CaptureHeaderInvalid(line.Number, CaptureText.Excerpt(sent)));
            }
        }

        return [.. requests.Select(request => Complete(request, isSecure))];
    }

    private static CapturedRequest Complete(CapturedRequest request, bool isSecure)
    {
        string length = CapturedHeaders.TryGetLength(request.Headers, out long count)
            ? string.Create(CultureInfo.InvariantCulture, $" of {count} bytes")
            : string.Empty;
        List<string> notes = [$"curl -v does not show the body{length}. Provide it separately, or capture with curl --trace."];
        return request with { Uri = CapturedUri.Find(request.Target!, request.Headers, isSecure, notes), Notes = notes };
    }

    private static bool TryGetSent(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> sent)
    {
        sent = default;
        int mark = line[..Math.Min(line.Length, MaximumStampLength)].IndexOf((byte)'>');
        if (mark < 0 || (mark > 0 && !IsStamp(line[..mark])))
        {
            return false;
        }

        ReadOnlySpan<byte> rest = line[(mark + 1)..];
        sent = rest.StartsWith(" "u8) ? rest[1..] : rest;
        return rest.IsEmpty || rest[0] == ' ';
    }

    /// <summary>True for a time such as <c>12:34:56.789012 </c>, optionally with ids such as <c>[0-0] </c>.</summary>
    private static bool IsStamp(ReadOnlySpan<byte> start) => start[^1] == ' ' && !start.ContainsAnyExcept(StampBytes);
}
