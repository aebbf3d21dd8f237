using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace WebhookTools.Core.Payloads;

/// <summary>
/// Text of JSON strings as this project writes it: UTF-8 in which only those characters are escaped that JSON requires to be, and always in the same
/// way. Two strings are equal exactly when their texts are, so names are compared and joined without decoding them.
/// </summary>
internal static class JsonText
{
    public static readonly SearchValues<byte> WhiteSpace = SearchValues.Create(" \t\r\n"u8);

    private static readonly SearchValues<byte> EscapedBytes = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(code => (byte)code), (byte)'"', (byte)'\\']);
    private static readonly SearchValues<char> EscapedCharacters = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(code => (char)code), '"', '\\']);

    /// <summary>Appends decoded UTF-8, without quotes.</summary>
    public static void Append(ReadOnlySpan<byte> text, ByteBuffer output)
    {
        while (text.IndexOfAny(EscapedBytes) is int index and >= 0)
        {
            output.Append(text[..index]);
            AppendEscaped(text[index], output);
            text = text[(index + 1)..];
        }

        output.Append(text);
    }

    /// <summary>Appends text, without quotes.</summary>
    /// <returns>False if the text contains half of a surrogate pair, which has no UTF-8 form. The appended text is then incomplete.</returns>
    public static bool TryAppend(ReadOnlySpan<char> text, ByteBuffer output)
    {
        while (text.IndexOfAny(EscapedCharacters) is int index and >= 0)
        {
            if (!TryAppendUtf8(text[..index], output))
            {
                return false;
            }

            AppendEscaped((byte)text[index], output);
            text = text[(index + 1)..];
        }

        return TryAppendUtf8(text, output);
    }

    /// <exception cref="ArgumentException">The text contains half of a surrogate pair.</exception>
    public static byte[] Encode(string text)
    {
        var output = new ByteBuffer();
        return TryAppend(text, output) ? output.WrittenSpan.ToArray() : throw new ArgumentException("The text contains half of a surrogate pair.", nameof(text));
    }

    /// <summary>Returns the characters. Invalid UTF-8, which only the paths of errors can contain, becomes U+FFFD.</summary>
    public static string Decode(ReadOnlySpan<byte> text)
    {
        string decoded = Encoding.UTF8.GetString(text);
        if (!decoded.Contains('\\', StringComparison.Ordinal))
        {
            return decoded;
        }

        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes($"\"{decoded}\""));
        reader.Read();
        return reader.GetString()!;
    }

    /// <summary>Hashes text that a stranger may have chosen with the framework's randomized string hash, which resists deliberate collisions.</summary>
    public static int GetHashCode(ReadOnlySpan<byte> text)
    {
        int hash = string.GetHashCode(MemoryMarshal.Cast<byte, char>(text), StringComparison.Ordinal);
        return text.Length % sizeof(char) == 0 ? hash : (hash * 31) + text[^1];
    }

    private static bool TryAppendUtf8(ReadOnlySpan<char> text, ByteBuffer output)
    {
        const int BytesPerCharacter = 3;
        const int MaximumReserved = 16 * 1024;
        OperationStatus status;
        do
        {
            Span<byte> destination = output.GetSpan(Math.Min(text.Length, MaximumReserved) * BytesPerCharacter);
            status = Utf8.FromUtf16(text, destination, out int read, out int written, replaceInvalidSequences: false);
            output.Advance(written);
            text = text[read..];
        }
        while (status == OperationStatus.DestinationTooSmall);
        return status == OperationStatus.Done;
    }

    private static void AppendEscaped(byte character, ByteBuffer output)
    {
        const int HexadecimalDigits = 4;
        switch (character)
        {
            case (byte)'"':
                output.Append("\\\""u8);
                break;
            case (byte)'\\':
                output.Append("\\\\"u8);
                break;
            case (byte)'\b':
                output.Append("\\b"u8);
                break;
            case (byte)'\f':
                output.Append("\\f"u8);
                break;
            case (byte)'\n':
                output.Append("\\n"u8);
                break;
            case (byte)'\r':
                output.Append("\\r"u8);
                break;
            case (byte)'\t':
                output.Append("\\t"u8);
                break;
            default:
                output.Append("\\u"u8);
                character.TryFormat(output.GetSpan(HexadecimalDigits), out int digits, "x4", CultureInfo.InvariantCulture);
                output.Advance(digits);
                break;
        }
    }
}
