using System.Globalization;

namespace WebhookTools.Core.Capture;

/// <summary>Reads header lines up to an empty line.</summary>
internal static class CapturedHeaders
{
    /// <param name="hasBody">True if an empty line ended the headers, so that a body follows.</param>
    /// <param name="endsWithLineFeed">True if the lines end with LF only.</param>
    /// <exception cref="CaptureException">A line is not a header.</exception>
    public static List<KeyValuePair<string, string>> Read(CaptureText text, out bool hasBody, out bool endsWithLineFeed)
    {
        var headers = new List<KeyValuePair<string, string>>();
        hasBody = false;
        endsWithLineFeed = false;
        while (text.TryRead(out CaptureLine line))
        {
            ReadOnlySpan<byte> bytes = text.Get(line);
            endsWithLineFeed = line.Next - line.Start - line.Length == 1;
            if (bytes.IsEmpty)
            {
                hasBody = true;
                return headers;
            }

            if (bytes[0] is (byte)' ' or (byte)'\t' && headers.Count > 0)
            {
                // Obsolete line folding (RFC 9112, 5.2) continues the previous line.
                (string name, string value) = headers[^1];
                headers[^1] = new(name, value + " " + CaptureText.Decode(bytes.Trim(" \t"u8)));
                continue;
            }

            if (!CaptureText.TryReadHeader(bytes, out KeyValuePair<string, string> header))
            {
                throw CaptureErrors.CaptureHeaderInvalid(line.Number, CaptureText.Excerpt(bytes));
            }

            headers.Add(header);
        }

        return headers;
    }

    public static bool TryGet(IReadOnlyList<KeyValuePair<string, string>> headers, string name, out string value)
    {
        foreach ((string key, string text) in headers)
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

    public static bool IsChunked(IReadOnlyList<KeyValuePair<string, string>> headers) =>
        TryGet(headers, "Transfer-Encoding", out string coding) && coding.EndsWith("chunked", StringComparison.OrdinalIgnoreCase);

    public static bool TryGetLength(IReadOnlyList<KeyValuePair<string, string>> headers, out long length)
    {
        length = 0;
        return TryGet(headers, "Content-Length", out string text)
            && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out length);
    }
}
