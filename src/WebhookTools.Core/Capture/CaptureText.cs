using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;

namespace WebhookTools.Core.Capture;

/// <summary>The bytes of a capture, line by line. Lines end with LF or CRLF; the last one may end with nothing.</summary>
internal sealed class CaptureText
{
    /// <summary>As much of a line as an error repeats.</summary>
    private const int MaximumExcerptLength = 60;

    /// <summary>What RFC 9110 allows in a header's name.</summary>
    private static readonly SearchValues<byte> TokenBytes =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private int _position;
    private int _number;

    private CaptureText(ReadOnlyMemory<byte> bytes) => Bytes = bytes;

    /// <summary>All of the capture, as UTF-8 without a byte-order mark where it is text.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>Where the next line begins.</summary>
    public int Position => _position;

    /// <summary>Takes a capture. UTF-16 with its byte-order mark, which Windows PowerShell's <c>&gt;</c> writes, becomes UTF-8.</summary>
    public static CaptureText From(ReadOnlyMemory<byte> bytes)
    {
        ReadOnlySpan<byte> span = bytes.Span;
        if (span.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
        {
            return new CaptureText(bytes[3..]);
        }

        if (span.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]))
        {
            return new CaptureText(Encoding.UTF8.GetBytes(Encoding.Unicode.GetString(span[2..])));
        }

        return span.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])
            ? new CaptureText(Encoding.UTF8.GetBytes(Encoding.BigEndianUnicode.GetString(span[2..])))
            : new CaptureText(bytes);
    }

    /// <summary>The same capture, from its start.</summary>
    public CaptureText Restart() => new(Bytes);

    /// <summary>Goes to the next line.</summary>
    public bool TryRead(out CaptureLine line)
    {
        if (_position >= Bytes.Length)
        {
            line = default;
            return false;
        }

        int start = _position;
        ReadOnlySpan<byte> rest = Bytes.Span[start..];
        int end = rest.IndexOf((byte)'\n');
        int length = end < 0 ? rest.Length : end;
        _position = end < 0 ? Bytes.Length : start + end + 1;
        if (length > 0 && rest[length - 1] == '\r')
        {
            length--;
        }

        line = new CaptureLine(start, length, _position, ++_number);
        return true;
    }

    /// <summary>Whether the next line is there and empty.</summary>
    public bool PeekIsEmptyLine()
    {
        ReadOnlySpan<byte> rest = Bytes.Span[_position..];
        return rest.StartsWith("\n"u8) || rest.StartsWith("\r\n"u8);
    }

    /// <summary>The bytes of a line.</summary>
    public ReadOnlySpan<byte> Get(CaptureLine line) => Bytes.Span.Slice(line.Start, line.Length);

    /// <summary>Reads <c>Name: value</c>.</summary>
    public static bool TryReadHeader(ReadOnlySpan<byte> line, out KeyValuePair<string, string> header)
    {
        int colon = line.IndexOf((byte)':');

        // HTTP/2's pseudo headers, which HTTP archives hold, begin with a colon and are no headers.
        if (colon <= 0 || line[..colon].ContainsAnyExcept(TokenBytes))
        {
            header = default;
            return false;
        }

        header = new(Encoding.ASCII.GetString(line[..colon]), Decode(line[(colon + 1)..].Trim(" \t"u8)));
        return true;
    }

    /// <summary>Whether a name is one that HTTP allows.</summary>
    public static bool IsHeaderName(string name) =>
        name.Length > 0 && System.Text.Ascii.IsValid(name) && !Encoding.ASCII.GetBytes(name).AsSpan().ContainsAnyExcept(TokenBytes);

    /// <summary>Bytes as text: UTF-8, or Latin-1 where they are not that.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return Encoding.Latin1.GetString(bytes);
        }
    }

    /// <summary>The beginning of a line for an error: without control characters, and without what stands behind a colon, which may be a credential.</summary>
    public static string Excerpt(ReadOnlySpan<byte> line)
    {
        int colon = line.IndexOf((byte)':');
        bool isCut = colon >= 0 || line.Length > MaximumExcerptLength;
        ReadOnlySpan<byte> shown = colon >= 0 ? line[..(colon + 1)] : line;
        string text = Encoding.Latin1.GetString(shown[..Math.Min(shown.Length, MaximumExcerptLength)]);
        string visible = string.Create(text.Length, text, static (span, source) =>
        {
            for (int index = 0; index < span.Length; index++)
            {
                span[index] = source[index] is < ' ' or > '~' ? '.' : source[index];
            }
        });
        return isCut ? visible + "…" : visible;
    }
}

/// <summary>A line of a capture.</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="Length">Its length without what ends it.</param>
/// <param name="Next">Where the next line begins.</param>
/// <param name="Number">Counted from 1.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CaptureLine(int Start, int Length, int Next, int Number);
