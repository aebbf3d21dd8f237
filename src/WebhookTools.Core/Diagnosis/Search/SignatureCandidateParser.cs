using System.Buffers;
using System.Text;

namespace WebhookTools.Core.Diagnosis.Search;

/// <summary>
/// Finds everything in a header value that may be a signature, in the encoding that its characters allow.
/// </summary>
internal static class SignatureCandidateParser
{
    /// <summary>Longer headers are ignored, because parsing them would use up the time of the search.</summary>
    private const int MaximumLength = 8 * 1024;

    /// <summary>The maximum number of candidates, more than any provider sends.</summary>
    private const int MaximumCount = 128;

    /// <summary>The length of the longest signatures, SHA-512 and Ed25519, in bytes.</summary>
    private const int MaximumByteCount = 64;

    private const int MinimumHexLength = 16;

    private const int MinimumBase64Length = 10;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    private static readonly SearchValues<char> Base64Characters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=");

    private static readonly SearchValues<char> Base64UrlCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=");

    public static IReadOnlyList<SignatureCandidate> Read(string headerName, string value)
    {
        var found = new List<SignatureCandidate>();
        if (value.Length > MaximumLength)
        {
            return found;
        }

        foreach (string text in GetPieces(value).Distinct(StringComparer.Ordinal))
        {
            foreach ((CandidateEncoding encoding, byte[] bytes) in Decode(text))
            {
                if (found.Count < MaximumCount && bytes.Length is >= SignatureCandidate.MinimumLength and <= MaximumByteCount)
                {
                    found.Add(new SignatureCandidate(headerName, text, encoding, bytes));
                }
            }
        }

        return found;
    }

    /// <summary>Splits a value into the whole, the list items, and the values of <c>name=value</c> items.</summary>
    private static IEnumerable<string> GetPieces(string value)
    {
        if (value.Contains('%', StringComparison.Ordinal))
        {
            value = Uri.UnescapeDataString(value);
        }

        yield return Clean(value);
        foreach (string part in value.Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries))
        {
            string piece = Clean(part);
            yield return piece;
            int sign = piece.IndexOfAny(['=', ':']);
            if (sign > 0 && sign < piece.Length - 1)
            {
                yield return Clean(piece[(sign + 1)..]);
            }
        }

        // A space is not always a separator: it may be a plus sign of base64 that was URL-decoded.
        int equals = value.IndexOf('=', StringComparison.Ordinal);
        yield return Clean(equals > 0 ? value[(equals + 1)..] : value);
    }

    private static string Clean(string text) => text.Trim(' ', '"', '\'', '<', '>', '\t');

    private static IEnumerable<(CandidateEncoding Encoding, byte[] Bytes)> Decode(string text)
    {
        if (!text.AsSpan().ContainsAnyExcept(HexDigits))
        {
            // At this length, base64 consisting only of hexadecimal digits is virtually impossible. Fewer digits may be
            // a timestamp. An odd digit at the end is half of a truncated byte.
            if (text.Length >= MinimumHexLength)
            {
                yield return (CandidateEncoding.Hex, Convert.FromHexString(text.AsSpan(0, text.Length / 2 * 2)));
            }

            yield break;
        }

        if (text.Length < MinimumBase64Length)
        {
            yield break;
        }

        if (!text.AsSpan().ContainsAnyExcept(Base64Characters) && DecodeBase64(text) is { } bytes)
        {
            bool isPadded = text.Length % 4 == 0;
            yield return (isPadded ? CandidateEncoding.Base64 : CandidateEncoding.Base64Url, bytes);
            if (DecodeHexText(bytes) is { } inner)
            {
                yield return (CandidateEncoding.Base64OfHex, inner);
            }
        }
        else if (!text.AsSpan().ContainsAnyExcept(Base64UrlCharacters) && DecodeBase64(text.Replace('-', '+').Replace('_', '/')) is { } urlBytes)
        {
            yield return (CandidateEncoding.Base64Url, urlBytes);
        }
        else if (text.Contains(' ', StringComparison.Ordinal) && text.Replace(' ', '+') is var restored && !restored.AsSpan().ContainsAnyExcept(Base64Characters) && DecodeBase64(restored) is { } restoredBytes)
        {
            yield return (CandidateEncoding.Base64WithSpaces, restoredBytes);
        }
    }

    /// <summary>Decodes base64 with or without padding. If it is truncated, returns the complete bytes.</summary>
    private static byte[]? DecodeBase64(string text)
    {
        string digits = text.TrimEnd('=');
        int whole = digits.Length / 4 * 4;
        byte[] buffer = new byte[(digits.Length * 3 / 4) + 3];
        if (!Convert.TryFromBase64Chars(digits.AsSpan(0, whole), buffer, out int written))
        {
            return null;
        }

        int rest = digits.Length - whole;
        if (rest >= 2)
        {
            Span<char> last = ['A', 'A', 'A', 'A'];
            digits.AsSpan(whole).CopyTo(last);
            if (!Convert.TryFromBase64Chars(last, buffer.AsSpan(written), out _))
            {
                return null;
            }

            written += rest - 1;
        }

        return buffer[..written];
    }

    private static byte[]? DecodeHexText(byte[] bytes)
    {
        if (bytes.Length < MinimumHexLength || bytes.Length % 2 != 0 || !Ascii.IsValid(bytes))
        {
            return null;
        }

        string text = Encoding.ASCII.GetString(bytes);
        return text.AsSpan().ContainsAnyExcept(HexDigits) ? null : Convert.FromHexString(text);
    }
}
