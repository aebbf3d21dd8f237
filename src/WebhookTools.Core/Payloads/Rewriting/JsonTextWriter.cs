using System.Buffers;
using System.Globalization;
using System.Text;

namespace WebhookTools.Core.Payloads.Rewriting;

/// <summary>Writes the content of JSON strings and names in another style.</summary>
internal static class JsonTextWriter
{
    private const int HighSurrogateStart = 0xD800;
    private const int LowSurrogateStart = 0xDC00;
    private const int LowSurrogateEnd = 0xDFFF;

    /// <param name="text">The content without the quotation marks.</param>
    public static void Write(ReadOnlySpan<byte> text, JsonTextStyle style, ByteBuffer destination)
    {
        while (true)
        {
            int index = text.IndexOfAny(style.BytesToCheck);
            if (index < 0)
            {
                destination.Append(text);
                return;
            }

            destination.Append(text[..index]);
            text = text[index..];
            int length = ReadCharacter(text, out int codePoint);
            WriteCharacter(text[..length], codePoint, style, destination);
            text = text[length..];
        }
    }

    /// <summary>Returns the unescaped content as UTF-8, by which names are compared.</summary>
    public static ReadOnlySpan<byte> Decode(ReadOnlySpan<byte> text)
    {
        if (!text.Contains((byte)'\\'))
        {
            return text;
        }

        var decoded = new ByteBuffer();
        while (!text.IsEmpty)
        {
            int length = ReadCharacter(text, out int codePoint);
            if (codePoint < 0)
            {
                decoded.Append(text[..length]);
            }
            else
            {
                WritePlain(codePoint, decoded);
            }

            text = text[length..];
        }

        return decoded.WrittenSpan;
    }

    /// <summary>Reads one character, escaped or not, and returns its length. The code point is -1 for half of a surrogate pair and for invalid UTF-8.</summary>
    private static int ReadCharacter(ReadOnlySpan<byte> text, out int codePoint)
    {
        if (text[0] != '\\')
        {
            OperationStatus status = Rune.DecodeFromUtf8(text, out Rune rune, out int consumed);
            codePoint = status == OperationStatus.Done ? rune.Value : -1;
            return Math.Max(consumed, 1);
        }

        if (text[1] != 'u')
        {
            codePoint = text[1] switch
            {
                (byte)'b' => '\b',
                (byte)'f' => '\f',
                (byte)'n' => '\n',
                (byte)'r' => '\r',
                (byte)'t' => '\t',
                _ => text[1],
            };
            return 2;
        }

        const int EscapeLength = 6;
        codePoint = ReadDigits(text);
        if (codePoint is < HighSurrogateStart or > LowSurrogateEnd)
        {
            return EscapeLength;
        }

        int second = text.Length >= 2 * EscapeLength && text[EscapeLength..].StartsWith("\\u"u8) ? ReadDigits(text[EscapeLength..]) : 0;
        if (codePoint < LowSurrogateStart && second is >= LowSurrogateStart and <= LowSurrogateEnd)
        {
            codePoint = char.ConvertToUtf32((char)codePoint, (char)second);
            return 2 * EscapeLength;
        }

        codePoint = -1;
        return EscapeLength;
    }

    private static int ReadDigits(ReadOnlySpan<byte> escape) =>
        int.Parse(escape.Slice(2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private static void WriteCharacter(ReadOnlySpan<byte> source, int codePoint, JsonTextStyle style, ByteBuffer destination)
    {
        switch (GetEscaping(codePoint, style))
        {
            case JsonEscaping.Plain:
                WritePlain(codePoint, destination);
                break;
            case JsonEscaping.Escaped:
                WriteEscaped(codePoint, style, destination);
                break;
            default:
                WriteKept(source, codePoint, style, destination);
                break;
        }
    }

    /// <summary>Half of a surrogate pair stays escaped. A serializer that has parsed the text chooses the case of the digits.</summary>
    private static void WriteKept(ReadOnlySpan<byte> source, int codePoint, JsonTextStyle style, ByteBuffer destination)
    {
        if (codePoint >= 0 || !style.IsShortest || source[0] != '\\')
        {
            destination.Append(source);
            return;
        }

        WriteCodeUnit(ReadDigits(source), style, destination);
    }

    private static JsonEscaping GetEscaping(int codePoint, JsonTextStyle style)
    {
        JsonEscaping rest = style.IsShortest ? JsonEscaping.Plain : JsonEscaping.Keep;
        return codePoint switch
        {
            < 0 => JsonEscaping.Keep,
            '"' or '\\' or < ' ' => style.IsShortest || style.EscapesQuotes ? JsonEscaping.Escaped : JsonEscaping.Keep,
            '/' => style.Slash == JsonEscaping.Keep ? rest : style.Slash,
            '<' or '>' or '&' => style.Html == JsonEscaping.Keep ? rest : style.Html,
            '\'' or '+' or '`' => style.EscapesQuotes ? JsonEscaping.Escaped : rest,
            0x7F => style.EscapesDelete ? JsonEscaping.Escaped : rest,
            0x2028 or 0x2029 when style.Html == JsonEscaping.Escaped => JsonEscaping.Escaped,
            >= 0x80 => style.NonAscii == JsonEscaping.Keep ? rest : style.NonAscii,
            _ => rest,
        };
    }

    private static void WritePlain(int codePoint, ByteBuffer destination)
    {
        Span<byte> buffer = destination.GetSpan(4);
        destination.Advance(new Rune(codePoint).EncodeToUtf8(buffer));
    }

    private static void WriteEscaped(int codePoint, JsonTextStyle style, ByteBuffer destination)
    {
        ReadOnlySpan<byte> shortForm = codePoint switch
        {
            '"' when !style.EscapesQuotes => "\\\""u8,
            '\\' => "\\\\"u8,
            '/' => "\\/"u8,
            '\b' => "\\b"u8,
            '\f' => "\\f"u8,
            '\n' => "\\n"u8,
            '\r' => "\\r"u8,
            '\t' => "\\t"u8,
            _ => [],
        };
        if (!shortForm.IsEmpty)
        {
            destination.Append(shortForm);
            return;
        }

        Span<char> units = stackalloc char[2];
        int count = new Rune(codePoint).EncodeToUtf16(units);
        foreach (char unit in units[..count])
        {
            WriteCodeUnit(unit, style, destination);
        }
    }

    private static void WriteCodeUnit(int unit, JsonTextStyle style, ByteBuffer destination)
    {
        Span<byte> buffer = destination.GetSpan(6);
        "\\u"u8.CopyTo(buffer);
        unit.TryFormat(buffer[2..], out _, style.HasUpperCaseDigits ? "X4" : "x4", CultureInfo.InvariantCulture);
        destination.Advance(6);
    }
}
