using System.Buffers;
using System.Globalization;

namespace WebhookTools.Core.Capture;

/// <summary>Extracts the body from the bytes after the headers.</summary>
internal static class CapturedBody
{
    /// <summary>Reads a body: decodes chunks, and drops bytes beyond the content length.</summary>
    /// <param name="endsWithLineFeed">True if the header lines end with LF only, so that the line endings of the body may have been converted too.</param>
    /// <exception cref="CaptureException">The chunks are invalid.</exception>
    public static ReadOnlyMemory<byte> Read(ReadOnlyMemory<byte> rest, IReadOnlyList<KeyValuePair<string, string>> headers, bool endsWithLineFeed, List<string> notes)
    {
        if (CapturedHeaders.IsChunked(headers))
        {
            if (ChunkedBody.LooksChunked(rest.Span))
            {
                return ChunkedBody.Decode(rest.Span);
            }

            notes.Add("The headers contain 'Transfer-Encoding: chunked', but the body is not chunked; it is assumed to be already decoded.");
            return rest;
        }

        if (!CapturedHeaders.TryGetLength(headers, out long length) || length == rest.Length)
        {
            return rest;
        }

        if (length < rest.Length)
        {
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"Ignored {Count(rest.Length - length)} after the body, because Content-Length is {length}."));
            return rest[..(int)length];
        }

        notes.Add(DescribeShort(rest.Span, length, endsWithLineFeed));
        return rest;
    }

    private static string DescribeShort(ReadOnlySpan<byte> body, long length, bool endsWithLineFeed)
    {
        long missing = length - body.Length;
        string text = string.Create(CultureInfo.InvariantCulture, $"The body has {Count(body.Length)}, but Content-Length is {length}. The capture lacks {Count(missing)}");
        if (endsWithLineFeed && body.Count((byte)'\n') == missing)
        {
            return text + ", one for each line feed: CRLF was converted to LF when the capture was saved.";
        }

        return missing == 1 ? text + ", possibly the final newline." : text + ".";
    }

    private static string Count(long count) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} byte{(count == 1 ? string.Empty : "s")}");
}

/// <summary>Decodes <c>Transfer-Encoding: chunked</c> (RFC 9112, 7.1). Ignores extensions and trailers, and accepts LF line endings.</summary>
internal static class ChunkedBody
{
    /// <summary>True if the first line is a chunk size. Some tools record the decoded body.</summary>
    public static bool LooksChunked(ReadOnlySpan<byte> bytes)
    {
        int end = bytes.IndexOf((byte)'\n');
        return end > 0 && TryReadSize(bytes[..end], out _);
    }

    /// <exception cref="CaptureException">A chunk size is invalid, or data is missing.</exception>
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
                throw CaptureErrors.CaptureChunkInvalid($"'{CaptureText.Excerpt(bytes[..end])}' is not a chunk size.");
            }

            bytes = bytes[(end + 1)..];
            if (size == 0)
            {
                return body.WrittenMemory;
            }

            if (size > bytes.Length)
            {
                throw CaptureErrors.CaptureChunkInvalid(string.Create(CultureInfo.InvariantCulture, $"a chunk of {size} bytes has only {bytes.Length}."));
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
                throw CaptureErrors.CaptureChunkInvalid("a chunk is longer than its size.");
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
