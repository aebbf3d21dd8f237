using System.Globalization;

namespace WebhookTools.Core.Signatures;

/// <summary>A signature cannot be created or verified: a secret cannot be read, an input is missing, or the scheme is unknown.</summary>
public sealed class SignatureException : WebhookException
{
    /// <summary>Creates an error.</summary>
    public SignatureException(WebhookErrorKind kind, string errorId, string message, string recommendedAction, Exception? innerException = null)
        : base(kind, errorId, message, recommendedAction, innerException)
    {
    }
}

/// <summary>The errors of signing and verification. A method's name is the error's id. No message contains any part of a secret.</summary>
internal static class SignatureErrors
{
    public static SignatureException SignatureSchemeUnknown(string name, IEnumerable<string> known) => new(
        WebhookErrorKind.InvalidArgument,
        nameof(SignatureSchemeUnknown),
        $"Unknown signature scheme '{name}'.",
        $"Use one of {string.Join(", ", known)}.");

    public static SignatureException SignatureSchemeNotRecognized() => new(
        WebhookErrorKind.InvalidData,
        nameof(SignatureSchemeNotRecognized),
        "The received headers do not match any signature scheme.",
        "Name the scheme. A signature in the body or in a custom header cannot be detected.");

    public static SignatureException SignatureSchemeAmbiguous(IEnumerable<string> schemes) => new(
        WebhookErrorKind.InvalidData,
        nameof(SignatureSchemeAmbiguous),
        $"The received headers match more than one signature scheme: {string.Join(", ", schemes)}.",
        "Name the scheme that the sender uses.");

    public static SignatureException SchemeOnlyVerifies() => new(
        WebhookErrorKind.InvalidArgument,
        nameof(SchemeOnlyVerifies),
        "Auto detects the scheme of a received signature. It cannot sign.",
        "Name the scheme that the receiver expects.");

    public static SignatureException SignatureOptionNeedsScheme(string option) => new(
        WebhookErrorKind.InvalidArgument,
        nameof(SignatureOptionNeedsScheme),
        $"{option} configures a specific scheme, and no scheme is named. Auto detects schemes by their providers' headers.",
        "Name the scheme, such as Hmac, or remove the option.");

    public static SignatureException SecretNotRecognizable(string scheme, bool hasKeyPair) => new(
        WebhookErrorKind.InvalidSecret,
        nameof(SecretNotRecognizable),
        hasKeyPair
            ? $"The headers match {scheme}, which verifies with a public key, and no secret is certain to be one: unless the scheme is named, hexadecimal digits are taken as a shared secret."
            : $"The headers match {scheme}, which uses a shared secret, and only keys of a key pair were given. A public key is not secret and is never used as a shared secret.",
        hasKeyPair
            ? "Name the scheme, or give the public key as PEM."
            : "Give the shared secret, or name the scheme.");

    public static SignatureException SecretIsPublicKey(string scheme, int index, int count) => new(
        WebhookErrorKind.InvalidSecret,
        nameof(SecretIsPublicKey),
        $"{Ordinal(index, count)} for {scheme} is a public key, but {scheme} uses a shared secret. A public key is not secret, so anyone could sign with it.",
        "Give the secret that the sender and the receiver share, or name the scheme of the key pair, such as StandardWebhooksEd25519 or Discord.");

    public static SignatureException SchemeNotDiagnosable(string name) => new(
        WebhookErrorKind.InvalidArgument,
        nameof(SchemeNotDiagnosable),
        $"The scheme '{name}' is not built in, and only built-in schemes can be diagnosed.",
        "Verify with it, or diagnose with the general scheme Hmac.");

    public static SignatureException SecretMissing(string scheme) => new(
        WebhookErrorKind.InvalidSecret,
        nameof(SecretMissing),
        $"{scheme} needs a secret, and none was given.",
        "Give the secret that the provider shows, or create one in the scheme's format.");

    public static SignatureException SecretEmpty(string scheme, int index, int count) => new(
        WebhookErrorKind.InvalidSecret,
        nameof(SecretEmpty),
        $"{Ordinal(index, count)} for {scheme} is empty. With an empty secret, anyone could sign.",
        "Check the variable, the file or the vault that the secret comes from.");

    public static SignatureException SecretNotBase64(int length) => new(
        WebhookErrorKind.InvalidSecret,
        nameof(SecretNotBase64),
        $"The secret ({Count(length, "character")}) is not padded base64, with or without the prefix 'whsec_'.",
        "Copy the whole secret, without quotes, white space or a line break. If the provider uses the secret as text, use the provider's own scheme or Hmac.");

    public static SignatureException SecretLengthOutOfRange(int count, int minimum, int maximum) => new(
        WebhookErrorKind.InvalidArgument,
        nameof(SecretLengthOutOfRange),
        $"A secret of this scheme cannot have {Count(count, "random byte")}. It has {Range(minimum, maximum)}.",
        $"Specify {Range(minimum, maximum)} bytes, or omit the number.");

    public static SignatureException SecretNotEd25519Key(int length, string expected) => new(
        WebhookErrorKind.InvalidSecret,
        nameof(SecretNotEd25519Key),
        $"The key ({Count(length, "character")}) is not an Ed25519 key in this scheme's format. Expected {expected}, or a public or private key as PEM.",
        "Copy the whole key, without quotes, white space or a line break.");

    public static SignatureException SecretHalvesDiffer() => new(
        WebhookErrorKind.InvalidSecret,
        nameof(SecretHalvesDiffer),
        "The private key does not contain the public key that belongs to it.",
        "Copy the whole key again, or create a new key pair.");

    public static SignatureException SecretCannotSign() => new(
        WebhookErrorKind.InvalidSecret,
        nameof(SecretCannotSign),
        "A public key verifies but cannot sign.",
        "Give the private key.");

    public static SignatureException SignedBodyNotForm(string scheme) => new(
        WebhookErrorKind.InvalidData,
        nameof(SignedBodyNotForm),
        $"{scheme} signs form parameters, and the body is not a form.",
        "Send the body as application/x-www-form-urlencoded.");

    public static SignatureException SignedBodyNotObject(string scheme, Exception? cause = null) => new(
        WebhookErrorKind.InvalidData,
        nameof(SignedBodyNotObject),
        $"{scheme} writes its signature into the body, and the body is not a JSON object.",
        "Give a JSON object as the body.",
        cause);

    public static SignatureException SignatureAlgorithmUnknown(string? name) => new(
        WebhookErrorKind.InvalidArgument,
        nameof(SignatureAlgorithmUnknown),
        $"Unknown signature algorithm '{name}'.",
        "Use SHA1, SHA256, SHA384 or SHA512.");

    public static SignatureException SignatureEncodingUnknown(string name) => new(
        WebhookErrorKind.InvalidArgument,
        nameof(SignatureEncodingUnknown),
        $"Unknown signature encoding '{name}'.",
        "Use Hex, Base64 or Base64Url.");

    public static SignatureException SignatureTemplateInvalid(string template, int index, string problem) => new(
        WebhookErrorKind.InvalidArgument,
        nameof(SignatureTemplateInvalid),
        $"The template '{template}' is not valid at index {index.ToString(CultureInfo.InvariantCulture)}: {problem}.",
        "Use text and {id} {timestamp} {body} {url} {method}, with {body} at most once. Double a literal brace.");

    public static SignatureException SignatureHeaderNameInvalid(string name) => new(
        WebhookErrorKind.InvalidArgument,
        nameof(SignatureHeaderNameInvalid),
        $"'{name}' is not a valid header name.",
        "Use letters, digits and hyphens, such as X-Signature.");

    public static SignatureException SignaturePrefixInvalid() => new(
        WebhookErrorKind.InvalidArgument,
        nameof(SignaturePrefixInvalid),
        "The signature's prefix is not valid in a header. It must consist of visible ASCII characters and spaces, and must not start with a space.",
        "Use a prefix such as sha256=, or none.");

    public static SignatureException SignatureToleranceNegative(TimeSpan tolerance) => new(
        WebhookErrorKind.InvalidArgument,
        nameof(SignatureToleranceNegative),
        $"The tolerance {tolerance.ToString("c", CultureInfo.InvariantCulture)} is negative.",
        "Specify the maximum difference between the timestamp and the current time, or zero to ignore the timestamp.");

    public static SignatureException SignedAddressMissing(string scheme) => new(
        WebhookErrorKind.InvalidArgument,
        nameof(SignedAddressMissing),
        $"{scheme} signs the URL that is called, and no absolute URL was given.",
        "Give the URL exactly as the sender calls it: scheme, host, path and query.");

    public static SignatureException SignedEventMissing(string scheme) => new(
        WebhookErrorKind.InvalidArgument,
        nameof(SignedEventMissing),
        $"{scheme} signs the event's name, and none was given.",
        "Give the event's name, such as job.completed.");

    public static SignatureException SignedIdMissing(string scheme) => new(
        WebhookErrorKind.InvalidArgument,
        nameof(SignedIdMissing),
        $"{scheme} signs an id that no header carries, and none was given.",
        "Give the webhook's id.");

    public static SignatureException MessageIdInvalid(string scheme) => new(
        WebhookErrorKind.InvalidArgument,
        nameof(MessageIdInvalid),
        $"The message id is not valid for {scheme}. It must consist of visible ASCII characters, without a full stop for Standard Webhooks.",
        "Use letters, digits, hyphens and underscores, or omit the id to have one created.");

    public static SignatureException TokenNotForHeader(string scheme) => new(
        WebhookErrorKind.InvalidSecret,
        nameof(TokenNotForHeader),
        $"The secret cannot be sent in the header of {scheme}. It must consist of visible ASCII characters, with spaces only inside.",
        "Use letters, digits and punctuation, without a line break.");

    public static SignatureException TimestampOutOfRange(DateTimeOffset time) => new(
        WebhookErrorKind.InvalidArgument,
        nameof(TimestampOutOfRange),
        $"The timestamp {time.ToString("u", CultureInfo.InvariantCulture)} cannot be signed, because it is before 1970.",
        "Specify a later timestamp, or omit it to sign the current time.");

    private static string Ordinal(int index, int count) =>
        count == 1 ? "The secret" : string.Create(CultureInfo.InvariantCulture, $"Secret {index + 1} of {count}");

    private static string Range(int minimum, int maximum) =>
        minimum == maximum ? string.Create(CultureInfo.InvariantCulture, $"{minimum}") : string.Create(CultureInfo.InvariantCulture, $"{minimum} to {maximum}");

    private static string Count(int count, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? string.Empty : "s")}");
}
