using System.Text;

namespace WebhookTools.Core.Diagnosis.Rules;

/// <summary>Character encodings and byte-order marks.</summary>
internal static class BodyEncodingRules
{
    private const string Utf8Fix = "Sign and send UTF-8 without a byte-order mark: encode once, then sign and send those bytes.";

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly Encoding StrictLatin1 = Encoding.GetEncoding("iso-8859-1", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);

    private static readonly UnicodeEncoding StrictUtf16 = new(bigEndian: false, byteOrderMark: false, throwOnInvalidBytes: true);

    public static IReadOnlyList<BodyRule> All { get; } =
    [
        new()
        {
            Id = "body.byte-order-mark-removed",
            Stage = BodyStage.Unwrap,
            Rank = 26,
            Side = FixSide.Sender,
            Change = "the body without its byte-order mark",
            Cause = "The sender signed the body without a byte-order mark, but the received body starts with one (EF BB BF).",
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
            Cause = "The sender signed the body with a byte-order mark (EF BB BF), but the received body has none. .NET's Encoding.UTF8 and Windows PowerShell's UTF8 encoding write one to files.",
            Fix = Utf8Fix,
            Apply = static body => body.Span.StartsWith(ByteOrderMark) ? null : [.. ByteOrderMark, .. body.Span],
        },
        new()
        {
            Id = "body.utf-16",
            Stage = BodyStage.Characters,
            Rank = 33,
            Side = FixSide.Sender,
            Change = "the body encoded as UTF-16",
            Cause = "The sender signed the body as UTF-16 but sent it as UTF-8. .NET's Encoding.Unicode is UTF-16.",
            Fix = Utf8Fix,
            Apply = static body => Transcode(body.Span, StrictUtf8, StrictUtf16),
        },
        new()
        {
            Id = "body.utf-16",
            Stage = BodyStage.Characters,
            Rank = 47,
            Side = FixSide.Sender,
            Change = "the body encoded as UTF-16 with a byte-order mark",
            Cause = "The sender signed the body as UTF-16 with a byte-order mark, as the > operator of Windows PowerShell writes it, but sent it as UTF-8.",
            Fix = Utf8Fix,
            Apply = static body => Transcode(body.Span, StrictUtf8, StrictUtf16) is { } changed ? [0xFF, 0xFE, .. changed] : null,
        },
        new()
        {
            Id = "body.utf-16-decoded",
            Stage = BodyStage.Unwrap,
            Rank = 48,
            Side = FixSide.Sender,
            Change = "the body converted from UTF-16 to UTF-8",
            Cause = "The sender signed the body as UTF-8 but sent it as UTF-16.",
            Fix = Utf8Fix,
            Apply = static body => DecodeUtf16(body.Span),
        },
        new()
        {
            Id = "body.latin-1",
            Stage = BodyStage.Characters,
            Rank = 34,
            Side = FixSide.Sender,
            Change = "the body encoded as Latin-1",
            Cause = "The sender signed the body as Latin-1 (ISO 8859-1) but sent it as UTF-8. Non-ASCII characters such as é have different bytes in each.",
            Fix = Utf8Fix,
            Apply = static body => HasNonAscii(body.Span) && Transcode(body.Span, StrictUtf8, StrictLatin1) is { } changed && !IsUtf8(changed) ? changed : null,
        },
        new()
        {
            Id = "body.latin-1-decoded",
            Stage = BodyStage.Unwrap,
            Rank = 28,
            Side = FixSide.Sender,
            Change = "the body converted from Latin-1 to UTF-8",
            Cause = "The sender signed the body as UTF-8 but sent it as Latin-1 (ISO 8859-1). Invoke-RestMethod in Windows PowerShell encodes strings this way unless the content type includes charset=utf-8.",
            Fix = "Pass bytes instead of a string: -Body ([Text.Encoding]::UTF8.GetBytes($json)). Sign those same bytes.",
            Apply = static body => HasNonAscii(body.Span) && !IsUtf8(body.Span) ? Transcode(body.Span, StrictLatin1, StrictUtf8) : null,
        },
        new()
        {
            Id = "body.utf-8-twice",
            Stage = BodyStage.Unwrap,
            Rank = 35,
            Side = FixSide.Sender,
            Change = "the body with its double UTF-8 encoding undone",
            Cause = "The sender signed the body as UTF-8, but it was encoded a second time before it arrived: é became Ã©.",
            Fix = "Find the component that decodes the UTF-8 bytes as Latin-1 and encodes them again, and make it pass the bytes through unchanged.",
            Apply = static body => HasNonAscii(body.Span) && Transcode(body.Span, StrictUtf8, StrictLatin1) is { } once && IsUtf8(once) ? once : null,
        },
        new()
        {
            Id = "body.question-marks",
            Stage = BodyStage.Characters,
            Rank = 49,
            Side = FixSide.Sender,
            Change = "the body with non-ASCII characters replaced by question marks",
            Cause = "The sender signed the body encoded as ASCII, which replaces each non-ASCII character with a question mark.",
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

        // Without a byte-order mark, UTF-16 is recognized by the zero in every second byte of ASCII text.
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
            // Invalid bytes in the source encoding, or a character that the target encoding lacks.
            return null;
        }
    }
}
