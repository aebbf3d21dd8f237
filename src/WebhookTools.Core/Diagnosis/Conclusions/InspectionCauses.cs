using System.Globalization;
using WebhookTools.Core.Diagnosis.Search;
using WebhookTools.Core.Signatures;

namespace WebhookTools.Core.Diagnosis.Conclusions;

/// <summary>The header is missing, is another's, or is written otherwise than the scheme writes it.</summary>
internal static class InspectionCauses
{
    private const string EncodingFix = "Let the sender write the signature as this scheme does; or verify with the general scheme Hmac, whose encoding and prefix you choose.";

    /// <summary>The signature's bytes are right and encoded otherwise.</summary>
    public static DiagnosisCause OtherEncoding(CandidateEncoding expected, CandidateEncoding received) => received switch
    {
        CandidateEncoding.Base64OfHex => Encoding(
            "encoding.base64-of-hex",
            "the base64 of the hexadecimal digits decoded twice",
            "The sender encodes the hexadecimal digits in base64: the signature is encoded twice.",
            "Let the sender make the digest as bytes and encode it once: in PHP hash_hmac(…, true), in Node digest('hex') or digest('base64')."),
        CandidateEncoding.Base64WithSpaces => Encoding(
            "encoding.plus-became-space",
            "the spaces of the base64 turned back into plus signs",
            "The signature's plus signs have become spaces: something URL-decoded the header's value.",
            "Pass the header on as it is, without URL decoding."),
        _ => Encoding(
            $"encoding.{Name(received).ToLowerInvariant()}-for-{Name(expected).ToLowerInvariant()}",
            $"{Name(received)} read instead of {Name(expected)}",
            $"The signature is right and written as {Name(received)}; this scheme writes it as {Name(expected)}.",
            EncodingFix),
    };

    /// <summary>Only the beginning of the signature came.</summary>
    public static DiagnosisCause CutShort(int receivedLength, int length) => Encoding(
        "encoding.cut-short",
        "the beginning of the signature compared",
        string.Create(CultureInfo.InvariantCulture, $"The signature is right as far as it came, and was cut short: {receivedLength} of {length} bytes came."),
        "Look for a limit on the length of a header or of a database column, between the sender and here.");

    /// <summary>What came is too short to be compared.</summary>
    public static DiagnosisCause TooShort(string headerName) => Encoding(
        "encoding.too-short",
        "nothing",
        $"What came in '{headerName}' is too short to tell anything: at least 16 hexadecimal digits or 10 characters of base64 are needed.",
        "Look at what the sender writes into the header, and at what shortens it on the way.");

    /// <summary>The prefix is missing.</summary>
    public static DiagnosisCause PrefixMissing(string expected) => Encoding(
        "encoding.prefix-missing",
        $"'{expected}' put before the signature",
        $"The signature is right, and '{expected}' is missing before it.",
        $"Let the sender write '{expected}' before the signature.");

    /// <summary>A prefix stands there that the scheme does not write.</summary>
    public static DiagnosisCause PrefixUnexpected(string received) => Encoding(
        "encoding.prefix-unexpected",
        "what stands before the signature left out",
        $"The signature is right, and '{EscapedText.From(received)}' stands before it, which this scheme does not write.",
        "Let the sender write the signature alone; or verify with the general scheme Hmac and that prefix.");

    /// <summary>Another prefix.</summary>
    public static DiagnosisCause PrefixOther(string expected, string received) => Encoding(
        "encoding.prefix-other",
        $"'{expected}' put before the signature",
        $"The signature is right, and '{EscapedText.From(received)}' stands before it where this scheme writes '{expected}'.",
        $"Let the sender write '{expected}' before the signature.");

    /// <summary>The signature stands in another header.</summary>
    public static DiagnosisCause OtherName(string expected, string received) => new(
        "header.other-name",
        DiagnosisCategory.Header,
        FixSide.Configuration,
        $"the signature taken from '{received}'",
        $"The signature is right, and came in '{received}'; this scheme reads '{expected}'.",
        $"Let the sender write '{expected}', or verify with a scheme that reads '{received}'.");

    /// <summary>The headers are those of another scheme, by which they are valid.</summary>
    public static DiagnosisCause OtherScheme(string scheme, string other) => new(
        "header.other-scheme",
        DiagnosisCategory.Header,
        FixSide.Configuration,
        $"{other} instead of {scheme}",
        $"The request is signed by {other}, and valid by it; it was looked at as {scheme}.",
        $"Verify with {other}.");

    /// <summary>The signature holds by a scheme that must be named.</summary>
    public static DiagnosisCause NotByAuto(string scheme, string reason, string? action) => new(
        "header.scheme-not-named",
        DiagnosisCategory.Header,
        FixSide.Receiver,
        $"{scheme} named as the scheme",
        $"The signature holds as {scheme}, and the scheme was not named. {reason}",
        action ?? $"Name the scheme, {scheme}, if it is the sender's.");

    /// <summary>A header is missing, or cannot be read.</summary>
    public static DiagnosisCause Unusable(SignatureVerdict verdict, string reason) => new(
        verdict == SignatureVerdict.HeaderMissing ? "header.missing" : "header.malformed",
        DiagnosisCategory.Header,
        FixSide.Sender,
        "nothing",
        reason,
        verdict == SignatureVerdict.HeaderMissing
            ? "Look whether the sender has a secret (most sign only then), whether a proxy removes the header, and whether this is the sender's scheme."
            : "Let the sender write the header as the scheme does, or choose the scheme that the sender uses.");

    /// <summary>No header of any scheme came.</summary>
    public static DiagnosisCause NoneKnown(IEnumerable<string> names) => new(
        "header.none-known",
        DiagnosisCategory.Header,
        FixSide.Configuration,
        "nothing",
        $"None of the headers is one that a known scheme signs with. There {(names.Any() ? "are: " + string.Join(", ", names) + "." : "is none at all.")}",
        "Name the scheme; for a sender of your own use Hmac and say its header. Look whether the sender has a secret: most sign only then.");

    /// <summary>The signature covers a hash of the body, and the body has another.</summary>
    public static DiagnosisCause NotCovered(string reason) => new(
        "body.hash-differs",
        DiagnosisCategory.Body,
        FixSide.Receiver,
        "nothing",
        reason,
        "Verify the raw body, as it came, before anything parses it; and the address as the sender calls it, its query included.");

    /// <summary>The scheme's own words about it.</summary>
    public static DiagnosisCause UnusableInput(SignatureException exception) => new(
        exception.Kind == WebhookErrorKind.InvalidSecret ? "secret.unusable" : "construction.input-missing",
        exception.Kind == WebhookErrorKind.InvalidSecret ? DiagnosisCategory.Secret : DiagnosisCategory.Construction,
        FixSide.Configuration,
        "nothing",
        exception.Message,
        exception.RecommendedAction);

    private static DiagnosisCause Encoding(string id, string change, string text, string fix) =>
        new(id, DiagnosisCategory.Encoding, FixSide.Sender, change, text, fix);

    private static string Name(CandidateEncoding form) => form switch
    {
        CandidateEncoding.Hex => "hexadecimal",
        CandidateEncoding.Base64Url => "base64url",
        _ => "base64",
    };
}
