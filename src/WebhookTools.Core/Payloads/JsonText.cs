using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace WebhookTools.Core.Payloads;

/// <summary>
/// Strings in canonical form: UTF-8 in which only what JSON requires to be escaped is escaped, and in one way only.
/// Two strings are equal exactly when their canonical forms are, so names are compared and joined without decoding them.
/// </summary>
internal static class JsonText
{
    private const int HexadecimalDigits = 4;

    /// <summary>Shorter text is taken character by character as far as that goes, which is as fast, and needs nothing compiled at run time.</summary>
    private const int Short = 64;

    private static readonly SearchValues<char> Escaped = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(code => (char)code), '"', '\\']);

    /// <summary>Appends the characters of a JSON string as they stand between its quotes, with any escapes.</summary>
    /// <returns>The place of an escape that is wrong, or -1. The appended text is of no use when it is wrong.</returns>
    public static int AppendCanonical(ReadOnlySpan<byte> escaped, ByteBuffer output)
    {
        int position = 0;
        while (true)
        {
            int backslash = escaped[position..].IndexOf((byte)'\\');
            if (backslash < 0)
            {
                output.Append(escaped[position..]);
                return -1;
            }

            output.Append(escaped.Slice(position, backslash));
            position += backslash;
            int length = AppendEscape(escaped[position..], output);
            if (length == 0)
            {
                return position;
            }

            position += length;
        }
    }

    /// <summary>Appends text, without quotes.</summary>
    /// <returns>False when the text holds half of a surrogate pair, which has no UTF-8 form.</returns>
    public static bool TryAppend(ReadOnlySpan<char> text, ByteBuffer output)
    {
        if (text.Length < Short)
        {
            text = text[AppendAscii(text, output)..];
        }

        while (!text.IsEmpty)
        {
            int plain = text.IndexOfAny(Escaped);
            ReadOnlySpan<char> run = plain < 0 ? text : text[..plain];
            if (!TryAppendPlain(run, output))
            {
                return false;
            }

            if (plain < 0)
            {
                return true;
            }

            AppendCharacter(new Rune(text[plain]), output);
            text = text[(plain + 1)..];
        }

        return true;
    }

    /// <summary>Appends what stands before the first character that is escaped or no ASCII.</summary>
    /// <returns>How many characters that were.</returns>
    private static int AppendAscii(ReadOnlySpan<char> text, ByteBuffer output)
    {
        Span<byte> room = output.Reserve(text.Length);
        int length = 0;
        while (length < text.Length && text[length] is >= ' ' and <= '\u007F' and not ('"' or '\\'))
        {
            room[length] = (byte)text[length];
            length++;
        }

        output.Advance(length);
        return length;
    }

    /// <summary>Text in canonical form.</summary>
    /// <exception cref="ArgumentException">The text holds half of a surrogate pair.</exception>
    public static byte[] ToCanonical(string text)
    {
        var output = new ByteBuffer();
        return TryAppend(text, output) ? output.Span.ToArray() : throw new ArgumentException("The text holds half of a surrogate pair.", nameof(text));
    }

    /// <summary>The characters of a string in canonical form. Where it is not UTF-8, which only errors ever look at, U+FFFD stands.</summary>
    public static string Decode(ReadOnlySpan<byte> canonical)
    {
        string text = Encoding.UTF8.GetString(canonical);
        if (!text.Contains('\\', StringComparison.Ordinal))
        {
            return text;
        }

        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes($"\"{text}\""));
        reader.Read();
        return reader.GetString()!;
    }

    /// <summary>Reads the four digits of a <c>\u</c> escape.</summary>
    public static bool TryReadHexadecimal(ReadOnlySpan<byte> text, out int unit)
    {
        unit = 0;
        if (text.Length < HexadecimalDigits)
        {
            return false;
        }

        foreach (byte digit in text[..HexadecimalDigits])
        {
            if (!char.IsAsciiHexDigit((char)digit))
            {
                return false;
            }

            unit = (unit << 4) | (digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
        }

        return true;
    }

    /// <summary>Appends what an escape stands for. Gives the escape's length, or 0 when it is wrong.</summary>
    private static int AppendEscape(ReadOnlySpan<byte> escape, ByteBuffer output)
    {
        const int ShortLength = 2;
        const int LongLength = 2 + HexadecimalDigits;
        if (escape.Length < ShortLength)
        {
            return 0;
        }

        char simple = (char)escape[1] switch
        {
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            '"' => '"',
            '\\' => '\\',
            '/' => '/',
            _ => '\0',
        };
        if (simple != '\0')
        {
            AppendCharacter(new Rune(simple), output);
            return ShortLength;
        }

        if (escape[1] != (byte)'u' || !TryReadHexadecimal(escape[2..], out int unit))
        {
            return 0;
        }

        if (Rune.TryCreate(unit, out Rune rune))
        {
            AppendCharacter(rune, output);
            return LongLength;
        }

        ReadOnlySpan<byte> following = escape[LongLength..];
        if (following.StartsWith("\\u"u8) && TryReadHexadecimal(following[2..], out int second) && Rune.TryCreate((char)unit, (char)second, out rune))
        {
            AppendCharacter(rune, output);
            return 2 * LongLength;
        }

        return 0;
    }

    private static void AppendCharacter(Rune rune, ByteBuffer output)
    {
        switch (rune.Value)
        {
            case '"':
                output.Append("\\\""u8);
                break;
            case '\\':
                output.Append("\\\\"u8);
                break;
            case '\b':
                output.Append("\\b"u8);
                break;
            case '\f':
                output.Append("\\f"u8);
                break;
            case '\n':
                output.Append("\\n"u8);
                break;
            case '\r':
                output.Append("\\r"u8);
                break;
            case '\t':
                output.Append("\\t"u8);
                break;
            case < 0x20:
                output.Append("\\u"u8);
                rune.Value.TryFormat(output.Reserve(HexadecimalDigits), out int digits, "x4", CultureInfo.InvariantCulture);
                output.Advance(digits);
                break;
            default:
                output.Advance(rune.EncodeToUtf8(output.Reserve(4)));
                break;
        }
    }

    private static bool TryAppendPlain(ReadOnlySpan<char> text, ByteBuffer output)
    {
        const int LargestPart = 16 * 1024;
        while (!text.IsEmpty)
        {
            // In parts, so that a long text reserves no more than it needs by much; a pair is never cut in two.
            int length = Math.Min(text.Length, LargestPart);
            if (length < text.Length && char.IsHighSurrogate(text[length - 1]))
            {
                length--;
            }

            OperationStatus status = Utf8.FromUtf16(text[..length], output.Reserve(length * 3), out _, out int written, replaceInvalidSequences: false);
            if (status != OperationStatus.Done)
            {
                return false;
            }

            output.Advance(written);
            text = text[length..];
        }

        return true;
    }
}
