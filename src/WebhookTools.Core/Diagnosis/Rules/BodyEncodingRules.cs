using System.Text;

namespace WebhookTools.Core.Diagnosis.Rules;

/// <summary>Character encodings and the byte-order mark.</summary>
internal static class BodyEncodingRules
{
    private const string Utf8Fix = "Sign and send UTF-8 without a byte-order mark: encode once, sign those bytes, send those bytes.";

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly Encoding StrictLatin1 = Encoding.GetEncoding("iso-8859-1", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);

    private static readonly UnicodeEncoding StrictUtf16 = new(bigEndian: false, byteOrderMark: false, throwOnInvalidBytes: true);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<BodyRule> All { get; } =
    [
        new()
        {
            Id = "body.byte-order-mark-removed",
            Stage = BodyStage.Unwrap,
            Rank = 26,
            Side = FixSide.Sender,
            Change = "the body without its byte-order mark",
            Cause = "The signature was made over the body without the byte-order mark (EF BB BF) that it begins with here.",
            Fix = Utf8Fix,
            Apply = static body => body.Span.StartsWith(ByteOrderMark) ? body.Span[ByteOrderMark.Length..].ToArray() : null,
        },
        new()
        {
            Id = "body.byte-order-mark-added",
            Stage = BodyStage.Mark,
            Rank = 27,
            Side = FixSide.Sender,
            Change = "the body with a byte-order mark",
            Cause = "The signature was made over the body with a byte-order mark (EF BB BF) before it, which is not here. .NET's Encoding.UTF8 and Windows PowerShell's UTF8 write one into files.",
            Fix = Utf8Fix,
            Apply = static body => body.Span.StartsWith(ByteOrderMark) ? null : [.. ByteOrderMark, .. body.Span],
        },
        new()
        {
            Id = "body.utf-16",
            Stage = BodyStage.Characters,
            Rank = 33,
            Side = FixSide.Sender,
            Change = "the body as UTF-16",
            Cause = "The signature was made over the body as UTF-16, and it came as UTF-8. .NET's Encoding.Unicode is UTF-16.",
            Fix = Utf8Fix,
            Apply = static body => Transcode(body.Span, StrictUtf8, StrictUtf16),
        },
        new()
        {
            Id = "body.utf-16",
            Stage = BodyStage.Characters,
            Rank = 47,
            Side = FixSide.Sender,
            Change = "the body as UTF-16 with its byte-order mark",
            Cause = "The signature was made over a UTF-16 file with its byte-order mark, as Windows PowerShell's > writes it, and the body came as UTF-8.",
            Fix = Utf8Fix,
            Apply = static body => Transcode(body.Span, StrictUtf8, StrictUtf16) is { } changed ? [0xFF, 0xFE, .. changed] : null,
        },
        new()
        {
            Id = "body.utf-16-decoded",
            Stage = BodyStage.Unwrap,
            Rank = 48,
            Side = FixSide.Sender,
            Change = "the body as UTF-8 instead of UTF-16",
            Cause = "The signature was made over the body as UTF-8, and it came as UTF-16.",
            Fix = Utf8Fix,
            Apply = static body => DecodeUtf16(body.Span),
        },
        new()
        {
            Id = "body.latin-1",
            Stage = BodyStage.Characters,
            Rank = 34,
            Side = FixSide.Sender,
            Change = "the body as Latin-1",
            Cause = "The signature was made over the body as Latin-1 (ISO 8859-1), and it came as UTF-8: characters such as é have other bytes in each.",
            Fix = Utf8Fix,
            Apply = static body => HasNonAscii(body.Span) && Transcode(body.Span, StrictUtf8, StrictLatin1) is { } changed && !IsUtf8(changed) ? changed : null,
        },
        new()
        {
            Id = "body.latin-1-decoded",
            Stage = BodyStage.Unwrap,
            Rank = 28,
            Side = FixSide.Sender,
            Change = "the body as UTF-8 instead of Latin-1",
            Cause = "The signature was made over the body as UTF-8, and it came as Latin-1 (ISO 8859-1): Windows PowerShell's Invoke-RestMethod sends a string so unless charset=utf-8 is in the content type.",
            Fix = "Send bytes: -Body ([Text.Encoding]::UTF8.GetBytes($json)). They are sent as they are and are what must be signed.",
            Apply = static body => HasNonAscii(body.Span) && !IsUtf8(body.Span) ? Transcode(body.Span, StrictLatin1, StrictUtf8) : null,
        },
        new()
        {
            Id = "body.utf-8-twice",
            Stage = BodyStage.Unwrap,
            Rank = 35,
            Side = FixSide.Sender,
            Change = "the body encoded as UTF-8 once instead of twice",
            Cause = "The signature was made over the body as UTF-8, and what came was encoded a second time: é arrived as Ã©.",
            Fix = "Find who reads the UTF-8 bytes as Latin-1 and writes them as UTF-8 again, and let it pass bytes.",
            Apply = static body => HasNonAscii(body.Span) && Transcode(body.Span, StrictUtf8, StrictLatin1) is { } once && IsUtf8(once) ? once : null,
        },
        new()
        {
            Id = "body.question-marks",
            Stage = BodyStage.Characters,
            Rank = 49,
            Side = FixSide.Sender,
            Change = "the body with a question mark for each non-ASCII character",
            Cause = "The signature was made over the body as ASCII, with a question mark for each character beyond it.",
            Fix = Utf8Fix,
            Apply = static body => HasNonAscii(body.Span) && IsUtf8(body.Span) ? Encoding.ASCII.GetBytes(StrictUtf8.GetString(body.Span)) : null,
        },
    ];

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    private static bool HasNonAscii(ReadOnlySpan<byte> bytes) => !Ascii.IsValid(bytes);

    private static bool IsUtf8(ReadOnlySpan<byte> bytes) => System.Text.Unicode.Utf8.IsValid(bytes);

    private static byte[]? DecodeUtf16(ReadOnlySpan<byte> bytes)
    {
        bool hasMark = bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]);

        // Without its mark it is known by the zeros that every second byte of ASCII text is.
        if (!hasMark && (bytes.Length < 2 || bytes[1] != 0))
        {
            return null;
        }

        return bytes.Length % 2 == 0 ? Transcode(hasMark ? bytes[2..] : bytes, StrictUtf16, StrictUtf8) : null;
    }

    private static byte[]? Transcode(ReadOnlySpan<byte> bytes, Encoding from, Encoding to)
    {
        try
        {
            return to.GetBytes(from.GetString(bytes));
        }
        catch (ArgumentException)
        {
            // Bytes that are none of the one encoding, or a character that the other has not.
            return null;
        }
    }
}
