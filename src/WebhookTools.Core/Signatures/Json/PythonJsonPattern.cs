using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace WebhookTools.Core.Signatures.Json;

/// <summary>
/// A JSON text as Python's <c>json.dumps(json.loads(text))</c> writes it, with a mark wherever Python
/// puts a separator, so that one reading of the text serves every choice of separators. The marks are
/// control characters, which such a text, being printable ASCII, cannot hold.
/// </summary>
internal sealed class PythonJsonPattern
{
    /// <summary>Stands between two members or items.</summary>
    public const byte ItemMark = 1;

    /// <summary>Stands between a member's name and its value.</summary>
    public const byte KeyMark = 2;

    private static readonly JsonReaderOptions Strict = new() { CommentHandling = JsonCommentHandling.Disallow, AllowTrailingCommas = false };

    private byte[] _bytes;
    private int _length;

    private PythonJsonPattern(int capacity) => _bytes = new byte[capacity];

    /// <summary>Reads a JSON object.</summary>
    /// <returns>The pattern, or null if the text is no JSON object.</returns>
    public static byte[]? TryCreate(ReadOnlySpan<byte> json)
    {
        ReadOnlySpan<byte> byteOrderMark = [0xEF, 0xBB, 0xBF];
        if (json.StartsWith(byteOrderMark))
        {
            json = json[byteOrderMark.Length..];
        }

        try
        {
            var reader = new Utf8JsonReader(json, Strict);
            var pattern = new PythonJsonPattern(json.Length);
            bool isObject = reader.Read() && reader.TokenType == JsonTokenType.StartObject && pattern.TryWriteObject(ref reader) && !reader.Read();
            return isObject ? pattern._bytes[..pattern._length] : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private bool TryWriteValue(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                return TryWriteObject(ref reader);
            case JsonTokenType.StartArray:
                return TryWriteArray(ref reader);
            case JsonTokenType.String:
                return TryWriteString(reader.ValueSpan);
            case JsonTokenType.Number:
                return TryWriteNumber(reader.ValueSpan);
            default:
                Write(reader.ValueSpan);
                return true;
        }
    }

    private bool TryWriteArray(ref Utf8JsonReader reader)
    {
        Write((byte)'[');
        for (bool isFirst = true; reader.Read() && reader.TokenType != JsonTokenType.EndArray; isFirst = false)
        {
            if (!isFirst)
            {
                Write(ItemMark);
            }

            if (!TryWriteValue(ref reader))
            {
                return false;
            }
        }

        Write((byte)']');
        return true;
    }

    private bool TryWriteObject(ref Utf8JsonReader reader)
    {
        Write((byte)'{');
        int start = _length;
        bool hasDuplicates = false;
        var members = new OrderedDictionary<string, Range>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (members.Count > 0)
            {
                Write(ItemMark);
            }

            int memberStart = _length;
            if (!TryWriteString(reader.ValueSpan))
            {
                return false;
            }

            // As written the name has one form alone, so that it can be compared, however it was escaped.
            string name = Encoding.ASCII.GetString(_bytes.AsSpan(memberStart.._length));
            Write(KeyMark);
            reader.Read();
            if (!TryWriteValue(ref reader))
            {
                return false;
            }

            hasDuplicates |= members.ContainsKey(name);
            members[name] = memberStart.._length;
        }

        if (hasDuplicates)
        {
            KeepLast(start, members);
        }

        Write((byte)'}');
        return true;
    }

    /// <summary>Of members with the same name the last value stays, in the place of the first: so does a dictionary of Python.</summary>
    private void KeepLast(int start, OrderedDictionary<string, Range> members)
    {
        byte[] before = _bytes[.._length];
        _length = start;
        foreach (Range member in members.Values)
        {
            if (_length > start)
            {
                Write(ItemMark);
            }

            Write(before.AsSpan(member));
        }
    }

    private bool TryWriteNumber(ReadOnlySpan<byte> number)
    {
        if (!number.ContainsAny(".eE"u8))
        {
            Write(number.SequenceEqual("-0"u8) ? "0"u8 : number);
            return true;
        }

        if (!Utf8Parser.TryParse(number, out double value, out int read) || read != number.Length)
        {
            return false;
        }

        Write(Encoding.ASCII.GetBytes(PythonFloat.Format(value)));
        return true;
    }

    private bool TryWriteString(ReadOnlySpan<byte> escaped)
    {
        Write((byte)'"');
        while (!escaped.IsEmpty)
        {
            if (escaped[0] == '\\')
            {
                escaped = escaped[WriteEscape(escaped)..];
            }
            else if (Rune.DecodeFromUtf8(escaped, out Rune rune, out int read) == OperationStatus.Done)
            {
                WriteRune(rune);
                escaped = escaped[read..];
            }
            else
            {
                return false;
            }
        }

        Write((byte)'"');
        return true;
    }

    /// <returns>How many bytes the escape has.</returns>
    private int WriteEscape(ReadOnlySpan<byte> escaped)
    {
        const int UnicodeEscapeLength = 6;
        if (escaped[1] == 'u')
        {
            WriteCodeUnit((char)ushort.Parse(escaped[2..UnicodeEscapeLength], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
            return UnicodeEscapeLength;
        }

        if (escaped[1] == '/')
        {
            Write((byte)'/');
        }
        else
        {
            Write(escaped[..2]);
        }

        return 2;
    }

    private void WriteRune(Rune rune)
    {
        Span<char> units = stackalloc char[2];
        foreach (char unit in units[..rune.EncodeToUtf16(units)])
        {
            WriteCodeUnit(unit);
        }
    }

    private void WriteCodeUnit(char unit)
    {
        switch (unit)
        {
            case '"':
                Write("\\\""u8);
                break;
            case '\\':
                Write("\\\\"u8);
                break;
            case '\b':
                Write("\\b"u8);
                break;
            case '\f':
                Write("\\f"u8);
                break;
            case '\n':
                Write("\\n"u8);
                break;
            case '\r':
                Write("\\r"u8);
                break;
            case '\t':
                Write("\\t"u8);
                break;
            case >= ' ' and <= '~':
                Write((byte)unit);
                break;
            default:
                WriteUnicodeEscape(unit);
                break;
        }
    }

    private void WriteUnicodeEscape(char unit)
    {
        Span<byte> digits = stackalloc byte[4];
        ((ushort)unit).TryFormat(digits, out _, "x4", CultureInfo.InvariantCulture);
        Write("\\u"u8);
        Write(digits);
    }

    private void Write(byte value) => Write([value]);

    private void Write(ReadOnlySpan<byte> bytes)
    {
        if (_bytes.Length - _length < bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(_length + bytes.Length, _bytes.Length * 2));
        }

        bytes.CopyTo(_bytes.AsSpan(_length));
        _length += bytes.Length;
    }
}
