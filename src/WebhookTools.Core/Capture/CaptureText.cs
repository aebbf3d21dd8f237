using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;

namespace WebhookTools.Core.Capture;

/// <summary>Reads a capture line by line. Lines end with LF or CRLF.</summary>
internal sealed class CaptureText
{
    /// <summary>The maximum length of a line excerpt in an error.</summary>
    private const int MaximumExcerptLength = 60;

    /// <summary>The characters of a header name (RFC 9110, 5.6.2).</summary>
    private static readonly SearchValues<byte> TokenBytes =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private int _position;
    private int _number;

    private CaptureText(ReadOnlyMemory<byte> bytes) => Bytes = bytes;

    /// <summary>The whole capture. Text is UTF-8 without a byte-order mark.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>The offset of the next line.</summary>
    public int Position => _position;

    /// <summary>Creates a reader. Converts UTF-16 with a byte-order mark, as Windows PowerShell redirects output, to UTF-8.</summary>
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

    public CaptureText Restart() => new(Bytes);

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

    public bool PeekIsEmptyLine()
    {
        ReadOnlySpan<byte> rest = Bytes.Span[_position..];
        return rest.StartsWith("\n"u8) || rest.StartsWith("\r\n"u8);
    }

    public ReadOnlySpan<byte> Get(CaptureLine line) => Bytes.Span.Slice(line.Start, line.Length);

    public static bool TryReadHeader(ReadOnlySpan<byte> line, out KeyValuePair<string, string> header)
    {
        int colon = line.IndexOf((byte)':');

        // A leading colon marks an HTTP/2 pseudo-header, which is not a header.
        if (colon <= 0 || line[..colon].ContainsAnyExcept(TokenBytes))
        {
            header = default;
            return false;
        }

        header = new(Encoding.ASCII.GetString(line[..colon]), Decode(line[(colon + 1)..].Trim(" \t"u8)));
        return true;
    }

    public static bool IsHeaderName(string name) =>
        name.Length > 0 && System.Text.Ascii.IsValid(name) && !Encoding.ASCII.GetBytes(name).AsSpan().ContainsAnyExcept(TokenBytes);

    /// <summary>Decodes UTF-8, or Latin-1 if the bytes are not valid UTF-8.</summary>
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

    /// <summary>Returns the beginning of a line for an error, without control characters and without the part after a colon, which may be a credential.</summary>
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
/// <param name="Start">The offset of the line.</param>
/// <param name="Length">The length without the line ending.</param>
/// <param name="Next">The offset of the next line.</param>
/// <param name="Number">The line number, starting at 1.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CaptureLine(int Start, int Length, int Next, int Number);
