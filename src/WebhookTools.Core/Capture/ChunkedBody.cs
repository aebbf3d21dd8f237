using System.Buffers;
using System.Globalization;

namespace WebhookTools.Core.Capture;

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
