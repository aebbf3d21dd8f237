using System.Globalization;

namespace WebhookTools.Core.Capture;

/// <summary>Cuts the body out of what stands behind the headers, as the headers say.</summary>
internal static class CapturedBody
{
    /// <summary>Reads a body: decoded where it comes in chunks, cut to its length where more stands there.</summary>
    /// <param name="endsWithLineFeed">Whether the header lines end with LF alone, so that the body's may have been converted too.</param>
    /// <exception cref="CaptureException">The chunks cannot be read.</exception>
    public static ReadOnlyMemory<byte> Read(ReadOnlyMemory<byte> rest, IReadOnlyList<KeyValuePair<string, string>> headers, bool endsWithLineFeed, List<string> notes)
    {
        if (CapturedHeaders.IsChunked(headers))
        {
            if (ChunkedBody.LooksChunked(rest.Span))
            {
                return ChunkedBody.Decode(rest.Span);
            }

            notes.Add("The headers say 'Transfer-Encoding: chunked' and the body has no chunks: it was taken as already decoded.");
            return rest;
        }

        if (!CapturedHeaders.TryGetLength(headers, out long length) || length == rest.Length)
        {
            return rest;
        }

        if (length < rest.Length)
        {
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"{Count(rest.Length - length, "byte")} behind the body were left out: Content-Length is {length}."));
            return rest[..(int)length];
        }

        notes.Add(DescribeShort(rest.Span, length, endsWithLineFeed));
        return rest;
    }

    private static string DescribeShort(ReadOnlySpan<byte> body, long length, bool endsWithLineFeed)
    {
        long missing = length - body.Length;
        string text = string.Create(CultureInfo.InvariantCulture, $"The body has {Count(body.Length, "byte")} and Content-Length is {length}: {Count(missing, "byte")} are missing from the capture");
        if (endsWithLineFeed && body.Count((byte)'\n') == missing)
        {
            return text + ", as many as the body has line feeds: CRLF was converted to LF when it was saved.";
        }

        return missing == 1 ? text + ", perhaps the final newline." : text + ".";
    }

    private static string Count(long count, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? string.Empty : "s")}");
}
