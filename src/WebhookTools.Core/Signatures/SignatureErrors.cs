using System.Globalization;

namespace WebhookTools.Core.Signatures;

/// <summary>Every error of this room: the method's name is the error's id. None of them holds any part of a secret.</summary>
internal static class SignatureErrors
{
    public static SignatureException SignatureSchemeUnknown(string name, IEnumerable<string> known) => new(
        WebhookErrorKind.InvalidArgument,
        nameof(SignatureSchemeUnknown),
        $"There is no signature scheme '{name}'.",
        $"Use one of {string.Join(", ", known)}.");

    public static SignatureException SignatureSchemeNotRecognized() => new(
        WebhookErrorKind.InvalidData,
        nameof(SignatureSchemeNotRecognized),
        "No signature scheme is recognised by the headers that came.",
        "Name the scheme; Mailgun, whose signature stands in the body, and Hmac, whose header you choose, are never recognised.");

    public static SignatureException SignatureSchemeAmbiguous(IEnumerable<string> schemes) => new(
        WebhookErrorKind.InvalidData,
        nameof(SignatureSchemeAmbiguous),
        $"The headers that came may be of more than one signature scheme: {string.Join(", ", schemes)}.",
        "Name the scheme that the sender uses.");

    public static SignatureException SchemeOnlyVerifies() => new(
        WebhookErrorKind.InvalidArgument,
        nameof(SchemeOnlyVerifies),
        "Auto recognises the scheme of a signature that came; it is none to sign with.",
        "Name the scheme that the receiver expects.");

    public static SignatureException SignatureOptionNeedsScheme(string option) => new(
        WebhookErrorKind.InvalidArgument,
        nameof(SignatureOptionNeedsScheme),
        $"{option} says more about one scheme, and no scheme is named: Auto recognises schemes by the headers that their providers send.",
        "Name the scheme, as Hmac, or leave the option out.");

    public static SignatureException SecretNotRecognizable(string scheme, bool hasKeyPair) => new(
        WebhookErrorKind.InvalidSecret,
        nameof(SecretNotRecognizable),
        hasKeyPair
            ? $"The headers are of {scheme}, which verifies with a public key, and none of the secrets is certain to be one: without the scheme's name, hexadecimal digits are taken for a shared secret."
            : $"The headers are of {scheme}, which signs with a shared secret, and only keys of a pair were given: a public key is known to others, and is never taken for a secret.",
        hasKeyPair
            ? "Name the scheme, or give the public key as PEM."
            : "Give the shared secret, or name the scheme.");

    public static SignatureException SecretIsPublicKey(string scheme) => new(
        WebhookErrorKind.InvalidSecret,
        nameof(SecretIsPublicKey),
        $"A public key was given, and {scheme} has none: it signs with a shared secret.",
        "Give the secret, or name the scheme that signs with a pair of keys.");

    public static SignatureException SchemeNotDiagnosable(string name) => new(
        WebhookErrorKind.InvalidArgument,
        nameof(SchemeNotDiagnosable),
        $"'{name}' is not one of the schemes of the registry, and only those can be diagnosed.",
        "Verify with it, or diagnose with the general scheme Hmac.");

    public static SignatureException SecretMissing(string scheme) => new(
        WebhookErrorKind.InvalidSecret,
        nameof(SecretMissing),
        $"{scheme} needs a secret, and none was given.",
        "Give the secret that the provider shows, or make one in the scheme's own format.");

    public static SignatureException SecretEmpty(string scheme, int index, int count) => new(
        WebhookErrorKind.InvalidSecret,
        nameof(SecretEmpty),
        $"{Ordinal(index, count)} for {scheme} is empty: with an empty secret anyone could sign.",
        "Check the variable, the file or the vault that the secret comes from.");

    public static SignatureException SecretNotBase64(int length) => new(
        WebhookErrorKind.InvalidSecret,
        nameof(SecretNotBase64),
        $"The secret ({Count(length, "character")}) is not 'whsec_' and padded base64, nor the base64 alone.",
        "Copy the whole secret, without quotes, white space or a line's end; if the provider signs with the secret as text, use its own scheme or Hmac.");

    public static SignatureException SecretLengthOutOfRange(int count, int minimum, int maximum) => new(
        WebhookErrorKind.InvalidArgument,
        nameof(SecretLengthOutOfRange),
        $"A secret of {Count(count, "random byte")} was asked for; this scheme's secrets have {Range(minimum, maximum)}.",
        $"Ask for {Range(minimum, maximum)} bytes, or leave the number out.");

    public static SignatureException SecretNotEd25519Key(int length, string expected) => new(
        WebhookErrorKind.InvalidSecret,
        nameof(SecretNotEd25519Key),
        $"The key ({Count(length, "character")}) is no Ed25519 key as this scheme writes it: expected is {expected}, or a PEM text of a public or private key.",
        "Copy the whole key, without quotes, white space or a line's end.");

    public static SignatureException SecretHalvesDiffer() => new(
        WebhookErrorKind.InvalidSecret,
        nameof(SecretHalvesDiffer),
        "The private key does not hold the public key that belongs to it.",
        "Copy the whole key again, or make a new pair.");

    public static SignatureException SecretCannotSign() => new(
        WebhookErrorKind.InvalidSecret,
        nameof(SecretCannotSign),
        "The key is a public one: it verifies and cannot sign.",
        "Give the private key.");

    public static SignatureException SignedBodyNotForm(string scheme) => new(
        WebhookErrorKind.InvalidData,
        nameof(SignedBodyNotForm),
        $"{scheme} signs the parameters of a form, and the body is none.",
        "Send the body as application/x-www-form-urlencoded, as mandrill_events=….");

    public static SignatureException SignedBodyNotObject(string scheme, Exception? cause = null) => new(
        WebhookErrorKind.InvalidData,
        nameof(SignedBodyNotObject),
        $"{scheme} writes its signature into the body, which must be a JSON object and is none.",
        "Give a JSON object as the body.",
        cause);

    public static SignatureException SignatureAlgorithmUnknown(string? name) => new(
        WebhookErrorKind.InvalidArgument,
        nameof(SignatureAlgorithmUnknown),
        $"There is no signature algorithm '{name}'.",
        "Use SHA1, SHA256, SHA384 or SHA512.");

    public static SignatureException SignatureEncodingUnknown(string name) => new(
        WebhookErrorKind.InvalidArgument,
        nameof(SignatureEncodingUnknown),
        $"There is no signature encoding '{name}'.",
        "Use Hex, Base64 or Base64Url.");

    public static SignatureException SignatureTemplateInvalid(string template, int index, string problem) => new(
        WebhookErrorKind.InvalidArgument,
        nameof(SignatureTemplateInvalid),
        $"The template '{template}' cannot be read at index {index.ToString(CultureInfo.InvariantCulture)}: {problem}.",
        "Use text and {id} {timestamp} {body} {url} {method}, {body} once at most; a brace that stands for itself is written twice.");

    public static SignatureException SignatureHeaderNameInvalid(string name) => new(
        WebhookErrorKind.InvalidArgument,
        nameof(SignatureHeaderNameInvalid),
        $"'{name}' is no name for a header.",
        "Use letters, digits and hyphens, as X-Signature.");

    public static SignatureException SignaturePrefixInvalid() => new(
        WebhookErrorKind.InvalidArgument,
        nameof(SignaturePrefixInvalid),
        "The signature's prefix cannot be written in a header: it must be visible ASCII characters, spaces only after the first.",
        "Use a prefix as sha256=, or none.");

    public static SignatureException SignatureToleranceNegative(TimeSpan tolerance) => new(
        WebhookErrorKind.InvalidArgument,
        nameof(SignatureToleranceNegative),
        $"The tolerance {tolerance.ToString("c", CultureInfo.InvariantCulture)} is negative.",
        "Give how far the signed time may be from now, or zero not to look at the time.");

    public static SignatureException SignedAddressMissing(string scheme) => new(
        WebhookErrorKind.InvalidArgument,
        nameof(SignedAddressMissing),
        $"{scheme} signs the address that is called, and no absolute address was given.",
        "Give the address exactly as the sender calls it: scheme, host, path and query.");

    public static SignatureException SignedEventMissing(string scheme) => new(
        WebhookErrorKind.InvalidArgument,
        nameof(SignedEventMissing),
        $"{scheme} signs the event's name, and none was given.",
        "Give the event's name, as job.completed.");

    public static SignatureException SignedIdMissing(string scheme) => new(
        WebhookErrorKind.InvalidArgument,
        nameof(SignedIdMissing),
        $"{scheme} signs an id that no header carries, and none was given.",
        "Give the id of the webhook.");

    public static SignatureException MessageIdInvalid(string scheme) => new(
        WebhookErrorKind.InvalidArgument,
        nameof(MessageIdInvalid),
        $"The message id cannot be written in a header of {scheme}: it must be visible ASCII characters, at least one, and for Standard Webhooks no full stop.",
        "Use letters, digits, hyphens and underscores, or leave the id out to have one made.");

    public static SignatureException TokenNotForHeader(string scheme) => new(
        WebhookErrorKind.InvalidSecret,
        nameof(TokenNotForHeader),
        $"The secret cannot be sent as the header of {scheme}: it must be visible ASCII characters, spaces only inside.",
        "Use letters, digits and punctuation, without a line's end.");

    public static SignatureException TimestampOutOfRange(DateTimeOffset time) => new(
        WebhookErrorKind.InvalidArgument,
        nameof(TimestampOutOfRange),
        $"The time {time.ToString("u", CultureInfo.InvariantCulture)} cannot be signed: it is before 1970.",
        "Give a later time, or leave it out to sign the present.");

    private static string Ordinal(int index, int count) =>
        count == 1 ? "The secret" : string.Create(CultureInfo.InvariantCulture, $"Secret {index + 1} of {count}");

    private static string Range(int minimum, int maximum) =>
        minimum == maximum ? string.Create(CultureInfo.InvariantCulture, $"{minimum}") : string.Create(CultureInfo.InvariantCulture, $"{minimum} to {maximum}");

    private static string Count(int count, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? string.Empty : "s")}");
}
