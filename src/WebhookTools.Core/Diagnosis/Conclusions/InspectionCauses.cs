using System.Globalization;
using WebhookTools.Core.Diagnosis.Search;
using WebhookTools.Core.Signatures;

namespace WebhookTools.Core.Diagnosis.Conclusions;

/// <summary>Causes that follow from inspecting the headers, the secret or the body hash, without a search.</summary>
internal static class InspectionCauses
{
    private const string EncodingFix = "Encode the signature as this scheme does, or verify with the Hmac scheme, which lets you set the encoding and the prefix.";

    /// <summary>The signature bytes are correct but use a different encoding.</summary>
    public static DiagnosisCause OtherEncoding(CandidateEncoding expected, CandidateEncoding received) => received switch
    {
        CandidateEncoding.Base64OfHex => Encoding(
            "encoding.base64-of-hex",
            "the signature decoded from base64 and then from hexadecimal",
            "The signature is correct but encoded twice: the sender base64-encoded its hexadecimal digits.",
            "Encode the raw digest bytes once. In PHP, use hash_hmac(…, true); in Node.js, digest('hex') or digest('base64')."),
        CandidateEncoding.Base64WithSpaces => Encoding(
            "encoding.plus-became-space",
            "the spaces in the base64 replaced by plus signs",
            "The signature is correct, but its plus signs were replaced by spaces: something URL-decoded the header value.",
            "Forward the header unchanged, without URL decoding."),
        _ => Encoding(
            $"encoding.{Name(received).ToLowerInvariant()}-for-{Name(expected).ToLowerInvariant()}",
            $"the signature read as {Name(received)} instead of {Name(expected)}",
            $"The signature is correct but encoded as {Name(received)}, and this scheme uses {Name(expected)}.",
            EncodingFix),
    };

    public static DiagnosisCause Truncated(int receivedLength, int length) => Encoding(
        "encoding.cut-short",
        "only the beginning of the signature compared",
        string.Create(CultureInfo.InvariantCulture, $"The signature is truncated: only the first {receivedLength} of {length} bytes arrived, and they are correct."),
        "Look for a length limit between the sender and the receiver, such as a header limit or a database column.");

    public static DiagnosisCause TooShort(string headerName) => Encoding(
        "encoding.too-short",
        "no change",
        $"The value of '{headerName}' is too short to analyze: at least 16 hexadecimal digits or 10 base64 characters are needed.",
        "Check what the sender writes to the header and what truncates it in transit.");

    public static DiagnosisCause PrefixMissing(string expected) => Encoding(
        "encoding.prefix-missing",
        $"the signature with the prefix '{expected}'",
        $"The signature is correct but lacks the prefix '{expected}'.",
        $"Write '{expected}' before the signature at the sender.");

    public static DiagnosisCause PrefixUnexpected(string received) => Encoding(
        "encoding.prefix-unexpected",
        "the signature without its prefix",
        $"The signature is correct but has the prefix '{EscapedText.From(received)}', and this scheme uses none.",
        "Write the signature without a prefix at the sender, or verify with the Hmac scheme and that prefix.");

    public static DiagnosisCause PrefixOther(string expected, string received) => Encoding(
        "encoding.prefix-other",
        $"the signature with the prefix '{expected}'",
        $"The signature is correct but has the prefix '{EscapedText.From(received)}' instead of '{expected}'.",
        $"Write '{expected}' before the signature at the sender.");

    public static DiagnosisCause OtherName(string expected, string received) => new(
        "header.other-name",
        DiagnosisCategory.Header,
        FixSide.Configuration,
        $"the signature read from '{received}'",
        $"The signature is correct but arrived in the header '{received}', and this scheme reads '{expected}'.",
        $"Send the signature in '{expected}', or verify with a scheme that reads '{received}'.");

    public static DiagnosisCause OtherScheme(string scheme, string other) => new(
        "header.other-scheme",
        DiagnosisCategory.Header,
        FixSide.Configuration,
        $"{other} instead of {scheme}",
        $"The request has a valid {other} signature, but it was checked as {scheme}.",
        $"Verify with {other}.");

    /// <summary>The signature is valid for a scheme that <c>Auto</c> does not accept.</summary>
    public static DiagnosisCause NotByAuto(string scheme, string reason, string? action) => new(
        "header.scheme-not-named",
        DiagnosisCategory.Header,
        FixSide.Receiver,
        $"{scheme} specified as the scheme",
        $"The signature is valid for {scheme}, but the scheme was not specified. {reason}",
        action ?? $"Specify the scheme {scheme} if the sender uses it.");

    public static DiagnosisCause Unusable(SignatureVerdict verdict, string reason) => new(
        verdict == SignatureVerdict.HeaderMissing ? "header.missing" : "header.malformed",
        DiagnosisCategory.Header,
        FixSide.Sender,
        "no change",
        reason,
        verdict == SignatureVerdict.HeaderMissing
            ? "Check that the sender has a secret (most senders sign only if one is configured), that no proxy removes the header, and that the sender uses this scheme."
            : "Write the header in the format of this scheme, or specify the scheme that the sender uses.");

    public static DiagnosisCause NoneKnown(IEnumerable<string> names) => new(
        "header.none-known",
        DiagnosisCategory.Header,
        FixSide.Configuration,
        "no change",
        $"No header belongs to a known signature scheme. {(names.Any() ? "Received headers: " + string.Join(", ", names) + "." : "The request has no headers.")}",
        "Specify the scheme. For a custom sender, use Hmac and specify its header. Check that the sender has a secret; most senders sign only if one is configured.");

    /// <summary>The signature covers a hash of the body, and the body has a different hash.</summary>
    public static DiagnosisCause BodyHashDiffers(string reason) => new(
        "body.hash-differs",
        DiagnosisCategory.Body,
        FixSide.Receiver,
        "no change",
        reason,
        "Verify the raw body exactly as it arrived, before anything parses it, and the URL exactly as the sender calls it, including its query string.");

    /// <summary>The scheme cannot use the secret, or another input is missing.</summary>
    public static DiagnosisCause UnusableInput(SignatureException exception) => new(
        exception.Kind == WebhookErrorKind.InvalidSecret ? "secret.unusable" : "construction.input-missing",
        exception.Kind == WebhookErrorKind.InvalidSecret ? DiagnosisCategory.Secret : DiagnosisCategory.Construction,
        FixSide.Configuration,
        "no change",
        exception.Message,
        exception.RecommendedAction);

    private static DiagnosisCause Encoding(string id, string change, string text, string fix) =>
        new(id, DiagnosisCategory.Encoding, FixSide.Sender, change, text, fix);

    private static string Name(CandidateEncoding encoding) => encoding switch
    {
        CandidateEncoding.Hex => "hexadecimal",
        CandidateEncoding.Base64Url => "base64url",
        _ => "base64",
    };
}
