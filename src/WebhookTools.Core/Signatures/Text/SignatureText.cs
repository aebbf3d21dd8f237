using System.Buffers;
using System.Buffers.Text;
using System.Globalization;

namespace WebhookTools.Core.Signatures.Text;

/// <summary>The encoding of a signature in a header.</summary>
internal enum SignatureEncoding
{
    /// <summary>Hexadecimal digits: lower case when written, any case when read.</summary>
    Hex,

    /// <summary>RFC 4648 base64, padded.</summary>
    Base64,

    /// <summary>RFC 4648 base64url: without padding when written, with or without it when read.</summary>
    Base64Url,
}

/// <summary>
/// Encodes and decodes signatures. Decoding is strict: it rejects white space, which the framework's decoders skip and no
/// provider writes.
/// </summary>
internal static class SignatureText
{
    private static readonly SearchValues<char> WhiteSpace = SearchValues.Create(" \t\r\n");

    public static string Encode(ReadOnlySpan<byte> bytes, SignatureEncoding encoding) => encoding switch
    {
        SignatureEncoding.Base64 => Convert.ToBase64String(bytes),
        SignatureEncoding.Base64Url => Base64Url.EncodeToString(bytes),
        _ => Convert.ToHexStringLower(bytes),
    };

    /// <summary>Decodes text that fills the destination exactly.</summary>
    public static bool TryDecode(ReadOnlySpan<char> text, SignatureEncoding encoding, Span<byte> destination)
    {
        // The decoders never see a text of arbitrary length.
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

    /// <summary>Describes an encoded signature in a message, such as <c>64 hexadecimal digits</c>.</summary>
    public static string Describe(int byteCount, SignatureEncoding encoding)
    {
        string length = GetTextLength(byteCount, encoding).ToString(CultureInfo.InvariantCulture);
        return encoding switch
        {
            SignatureEncoding.Base64 => $"{length} base64 characters",
            SignatureEncoding.Base64Url => $"{length} base64url characters",
            _ => $"{length} hexadecimal digits",
        };
    }

    /// <summary>Describes the length of a received value, which itself is not repeated: it may be a secret.</summary>
    public static string DescribeLength(int length, string where = "") =>
        string.Create(CultureInfo.InvariantCulture, $"it has {length} character{(length == 1 ? string.Empty : "s")}{where}");

    private static int GetTextLength(int byteCount, SignatureEncoding encoding) => encoding switch
    {
        SignatureEncoding.Base64 => (byteCount + 2) / 3 * 4,
        SignatureEncoding.Base64Url => ((byteCount * 4) + 2) / 3,
        _ => byteCount * 2,
    };
}
