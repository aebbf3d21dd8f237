using System.Buffers.Text;
using System.Globalization;
using System.Numerics;

namespace WebhookTools.Core.Payloads;

/// <summary>Writes values without members: text, numbers, dates, bytes.</summary>
internal sealed class ScalarWriter(ByteBuffer output, ObjectPath path)
{
    /// <summary>Enough for the longest number of a primitive type, and for dates and identifiers.</summary>
    private const int LongestText = 64;

    /// <returns>False if the value is not a scalar.</returns>
    public bool TryWrite(object value)
    {
        switch (value)
        {
            case string text:
                WriteText(text);
                break;
            case bool flag:
                output.Append(flag ? "true"u8 : "false"u8);
                break;
            case Enum:
                WriteText(value.ToString());
                break;
            case int or long or short or sbyte or byte or ushort or uint or ulong or nint or nuint or Int128 or UInt128 or decimal:
                WriteFormatted((IUtf8SpanFormattable)value, format: default);
                break;
            case BigInteger number:
                WriteAscii(number.ToString("R", CultureInfo.InvariantCulture));
                break;
            case double number:
                WriteFloatingPoint(number, double.IsFinite(number));
                break;
            case float number:
                WriteFloatingPoint(number, float.IsFinite(number));
                break;
            case Half number:
                WriteFloatingPoint(number, Half.IsFinite(number));
                break;
            case char character:
                WriteText(character.ToString());
                break;
            case DateTime or DateTimeOffset or DateOnly or TimeOnly:
                WriteQuoted((IUtf8SpanFormattable)value, "O");
                break;
            case TimeSpan:
                WriteQuoted((IUtf8SpanFormattable)value, "c");
                break;
            case Guid:
                WriteQuoted((IUtf8SpanFormattable)value, "D");
                break;
            case Uri address:
                WriteText(address.OriginalString);
                break;
            case byte[] bytes:
                WriteBase64(bytes);
                break;
            case ArraySegment<byte> bytes:
                WriteBase64(bytes);
                break;
            case Memory<byte> bytes:
                WriteBase64(bytes.Span);
                break;
            case ReadOnlyMemory<byte> bytes:
                WriteBase64(bytes.Span);
                break;
            default:
                return false;
        }

        return true;
    }

    public void WriteText(ReadOnlySpan<char> text)
    {
        output.Append((byte)'"');
        if (!JsonText.TryAppend(text, output))
        {
            throw PayloadErrors.TextNotUnicode(path.ToString());
        }

        output.Append((byte)'"');
    }

    private void WriteQuoted(IUtf8SpanFormattable value, string format)
    {
        output.Append((byte)'"');
        WriteFormatted(value, format);
        output.Append((byte)'"');
    }

    private void WriteFormatted(IUtf8SpanFormattable value, ReadOnlySpan<char> format)
    {
        if (!value.TryFormat(output.GetSpan(LongestText), out int length, format, CultureInfo.InvariantCulture))
        {
            throw new InvalidOperationException($"{value.GetType()} has more than {LongestText} characters.");
        }

        output.Advance(length);
    }

    /// <summary>Writes the fewest digits that read back as the same number, with a fraction, so that readers recognize a floating-point number.</summary>
    private void WriteFloatingPoint(IUtf8SpanFormattable number, bool isFinite)
    {
        if (!isFinite)
        {
            throw PayloadErrors.NumberNotFinite(((IFormattable)number).ToString(null, CultureInfo.InvariantCulture), path.ToString());
        }

        int start = output.Length;
        WriteFormatted(number, format: default);
        if (output.WrittenSpan[start..].IndexOfAny((byte)'.', (byte)'E') < 0)
        {
            output.Append(".0"u8);
        }
    }

    private void WriteBase64(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > PayloadLimits.MaximumValueSize / 2)
        {
            throw PayloadErrors.PayloadTooLarge();
        }

        output.Append((byte)'"');
        Base64.EncodeToUtf8(bytes, output.GetSpan(Base64.GetMaxEncodedToUtf8Length(bytes.Length)), out _, out int length);
        output.Advance(length);
        output.Append((byte)'"');
    }

    private void WriteAscii(string digits)
    {
        Span<byte> destination = output.GetSpan(digits.Length);
        System.Text.Encoding.ASCII.GetBytes(digits, destination);
        output.Advance(digits.Length);
    }
}
