using System.Buffers;
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

/// <summary>Decodes <c>Transfer-Encoding: chunked</c> (RFC 9112, 7.1). Extensions and trailers are skipped; lines may end with LF alone.</summary>
internal static class ChunkedBody
{
    /// <summary>Whether the first line is a chunk's size. A body that some tool has decoded already has none.</summary>
    public static bool LooksChunked(ReadOnlySpan<byte> bytes)
    {
        int end = bytes.IndexOf((byte)'\n');
        return end > 0 && TryReadSize(bytes[..end], out _);
    }

    /// <summary>Joins the chunks.</summary>
    /// <exception cref="CaptureException">A size cannot be read, or data is missing.</exception>
    public static ReadOnlyMemory<byte> Decode(ReadOnlySpan<byte> bytes)
    {
        var body = new ArrayBufferWriter<byte>(Math.Max(bytes.Length, 1));
        while (true)
        {
            int end = bytes.IndexOf((byte)'\n');
            if (end < 0)
            {
                throw CaptureErrors.CaptureChunkInvalid("the last chunk, of size 0, is missing.");
            }

            if (!TryReadSize(bytes[..end], out int size))
            {
                throw CaptureErrors.CaptureChunkInvalid($"'{CaptureText.Excerpt(bytes[..end])}' is no chunk size.");
            }

            bytes = bytes[(end + 1)..];
            if (size == 0)
            {
                return body.WrittenMemory;
            }

            if (size > bytes.Length)
            {
                throw CaptureErrors.CaptureChunkInvalid(string.Create(CultureInfo.InvariantCulture, $"a chunk says {size} bytes and {bytes.Length} are there."));
            }

            body.Write(bytes[..size]);
            bytes = bytes[size..];
            if (bytes.StartsWith("\r\n"u8))
            {
                bytes = bytes[2..];
            }
            else if (bytes.StartsWith("\n"u8))
            {
                bytes = bytes[1..];
            }
            else
            {
                throw CaptureErrors.CaptureChunkInvalid("a chunk is longer than its size says.");
            }
        }
    }

    private static bool TryReadSize(ReadOnlySpan<byte> line, out int size)
    {
        int extension = line.IndexOf((byte)';');
        line = (extension < 0 ? line : line[..extension]).Trim(" \t\r"u8);
        return int.TryParse(line, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out size) && size >= 0;
    }
}
