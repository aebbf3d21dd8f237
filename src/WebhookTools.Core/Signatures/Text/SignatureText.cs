using System.Buffers;
using System.Buffers.Text;
using System.Globalization;

namespace WebhookTools.Core.Signatures.Text;

/// <summary>
/// Bytes to the text of a header and back. Reading is strict: white space inside a signature, which
/// the framework's decoders skip, is no signature that any provider writes.
/// </summary>
internal static class SignatureText
{
    private static readonly SearchValues<char> WhiteSpace = SearchValues.Create(" \t\r\n");

    /// <summary>Writes bytes.</summary>
    public static string Encode(ReadOnlySpan<byte> bytes, SignatureEncoding encoding) => encoding switch
    {
        SignatureEncoding.Base64 => Convert.ToBase64String(bytes),
        SignatureEncoding.Base64Url => Base64Url.EncodeToString(bytes),
        _ => Convert.ToHexStringLower(bytes),
    };

    /// <summary>Reads exactly as many bytes as the destination has room for.</summary>
    public static bool TryDecode(ReadOnlySpan<char> text, SignatureEncoding encoding, Span<byte> destination)
    {
        // The bound keeps the decoders away from a text of any length that a caller cares to send.
        if (text.IsEmpty || text.Length > GetTextLength(destination.Length, encoding) + 2 || text.ContainsAny(WhiteSpace))
        {
            return false;
        }

        return encoding switch
        {
            SignatureEncoding.Base64 => Convert.TryFromBase64Chars(text, destination, out int written) && written == destination.Length,
            SignatureEncoding.Base64Url => Base64Url.DecodeFromChars(text, destination, out _, out int written) == OperationStatus.Done && written == destination.Length,
            _ => text.Length == destination.Length * 2 && Convert.FromHexString(text, destination, out _, out _) == OperationStatus.Done,
        };
    }

    /// <summary>What a signature of so many bytes looks like, for a message: <c>64 hexadecimal digits</c>.</summary>
    public static string Describe(int byteCount, SignatureEncoding encoding)
    {
        string length = GetTextLength(byteCount, encoding).ToString(CultureInfo.InvariantCulture);
        return encoding switch
        {
            SignatureEncoding.Base64 => $"{length} characters of base64",
            SignatureEncoding.Base64Url => $"{length} characters of base64url",
            _ => $"{length} hexadecimal digits",
        };
    }

    private static int GetTextLength(int byteCount, SignatureEncoding encoding) => encoding switch
    {
        SignatureEncoding.Base64 => (byteCount + 2) / 3 * 4,
        SignatureEncoding.Base64Url => ((byteCount * 4) + 2) / 3,
        _ => byteCount * 2,
    };
}
