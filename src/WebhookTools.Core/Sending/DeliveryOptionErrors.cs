using System.Globalization;
using WebhookTools.Core.Masking;
using WebhookTools.Core.Payloads;

namespace WebhookTools.Core.Sending;

/// <summary>The errors of a delivery's options or body, which are found without the receiver. The method's name is the error id.</summary>
internal static class DeliveryOptionErrors
{
    public static DeliveryException UriNotSupported(Uri uri) => Invalid(
        nameof(UriNotSupported),
        $"'{AddressMask.Show(uri)}' is not a valid receiver URI: it must be absolute, with the scheme http or https and a host.",
        "Specify the full URI, for example https://receiver.example/hooks.");

    public static DeliveryException UriHasUserInformation(Uri uri) => Invalid(
        nameof(UriHasUserInformation),
        $"The URI of '{uri.Host}' contains a user name or password, which would be shown wherever the URI is.",
        "Remove the part before the @ from the URI, and specify it as a credential.");

    public static DeliveryException MethodNotValid(string method) => Invalid(
        nameof(MethodNotValid),
        $"'{DisplayText.Escape(method)}' is not an HTTP method that can send a webhook.",
        "Use POST, PUT, PATCH or another method that consists of letters.");

    public static DeliveryException ContentTypeEmpty() => Invalid(
        nameof(ContentTypeEmpty),
        "The content type is empty.",
        "Specify a content type, for example application/json.");

    public static DeliveryException TextNotValid(string option, int index, char character) => Invalid(
        nameof(TextNotValid),
        $"{option} contains {ErrorText.Character(character)} at index {Number(index)}, which a header cannot carry: only printable ASCII is allowed.",
        $"Remove the character from {option}.");

    public static DeliveryException HeaderNameNotValid(string name) => Invalid(
        nameof(HeaderNameNotValid),
        $"'{DisplayText.Escape(name)}' is not a valid header name: it must consist of letters, digits and hyphens, without spaces or a colon.",
        "Correct the name. The text after the colon is the value.");

    public static DeliveryException HeaderValueNotValid(string name, int index, char character) => Invalid(
        nameof(HeaderValueNotValid),
        $"The value of the header '{name}' contains {ErrorText.Character(character)} at index {Number(index)}; only printable ASCII, spaces and tabs are allowed.",
        "Remove the character. A value that was read from a file often ends with a line break.");

    public static DeliveryException HeaderReserved(string name) => Invalid(
        nameof(HeaderReserved),
        $"The header '{name}' cannot be set: the connection and the body determine it.",
        name.Equals("Proxy-Authorization", StringComparison.OrdinalIgnoreCase) ? "Specify the proxy credential instead." : "Remove the header.");

    public static DeliveryException HeaderSetBySignature(string name, string scheme) => Invalid(
        nameof(HeaderSetBySignature),
        $"The header '{name}' is specified, but the signature scheme {scheme} sets it too.",
        "Remove the header, or send without a scheme if the signature is created elsewhere. A message id is specified as the delivery's id.");

    public static DeliveryException AuthorizationTwice() => Invalid(
        nameof(AuthorizationTwice),
        "Both credentials and an Authorization header are specified, but only one can be sent.",
        "Remove one of them.");

    public static DeliveryException UserNameNotValid() => Invalid(
        nameof(UserNameNotValid),
        "The user name of the credentials contains a colon or a control character, which basic authentication cannot carry.",
        "Check that user name and password are not swapped or joined.");

    public static DeliveryException TokenEmpty() => Secret(
        nameof(TokenEmpty),
        "The token is empty.",
        "Check the source of the token: an environment variable that is not set is empty.");

    public static DeliveryException TokenNotValid(int index, int length, char character) => Secret(
        nameof(TokenNotValid),
        $"The token has {Number(length)} characters and contains {ErrorText.Character(character)} at index {Number(index)}; a token consists of printable ASCII without spaces.",
        index >= length - 2 ? "Remove the line break or space at its end: the token was probably read from a file." : "Check that the token is specified without the word Bearer before it.");

    public static DeliveryException NumberOutOfRange(string option, int value, int least, int most) => Invalid(
        nameof(NumberOutOfRange),
        $"{option} is {Number(value)}; it must be from {Number(least)} to {Number(most)}.",
        $"Specify a number from {Number(least)} to {Number(most)}.");

    public static DeliveryException TimeOutOfRange(string option, TimeSpan value, TimeSpan least, TimeSpan most) => Invalid(
        nameof(TimeOutOfRange),
        $"{option} is {ErrorText.Time(value)}; it must be from {ErrorText.Time(least)} to {ErrorText.Time(most)}.",
        $"Specify a time from {ErrorText.Time(least)} to {ErrorText.Time(most)}.");

    public static DeliveryException PatternWithoutTimeout(string option) => Invalid(
        nameof(PatternWithoutTimeout),
        $"The pattern of {option} has no match timeout, so a response could keep it busy forever.",
        "Create the regular expression with a match timeout.");

    public static DeliveryException ProxyAndNoProxy() => Invalid(
        nameof(ProxyAndNoProxy),
        "A proxy or a proxy credential is specified, but so is that no proxy is used.",
        "Remove one of them.");

    public static DeliveryException ProxyNotSupported(Uri proxy) => Invalid(
        nameof(ProxyNotSupported),
        $"'{AddressMask.Show(proxy)}' is not a valid proxy address: it must be absolute, with the scheme http, https, socks4, socks4a or socks5.",
        "Specify the full address, for example http://proxy.example:3128.");

    public static DeliveryException ProxyHasUserInformation() => Invalid(
        nameof(ProxyHasUserInformation),
        "The proxy address contains a user name or password, which would be shown wherever the address is.",
        "Remove the part before the @ from the address, and specify it as the proxy credential.");

    public static DeliveryException ClientCertificateWithoutKey(string subject) => Invalid(
        nameof(ClientCertificateWithoutKey),
        $"The client certificate '{subject}' has no private key, so it cannot authenticate the client.",
        "Load the certificate together with its key: from a PFX file, or from a PEM file and its key file.");

    public static DeliveryException HttpVersionNotSupported(Version version) => Invalid(
        nameof(HttpVersionNotSupported),
        $"HTTP version {version} is not supported; it must be 1.1 or 2.0.",
        "Specify 1.1 or 2.0, or omit the version to let the receiver choose.");

    public static DeliveryException BodyFileChanged(WebhookBody body, long length) => new(
        WebhookErrorKind.InvalidData,
        nameof(BodyFileChanged),
        $"The body file '{body.Path}' had {Number(body.Length)} bytes when the delivery was requested, and has {Number(length)} now.",
        "Send a copy that no other program writes to.");

    public static DeliveryException BodyFileNotReadable(WebhookBody body, IOException exception) => new(
        WebhookErrorKind.ResourceUnavailable,
        nameof(BodyFileNotReadable),
        $"Could not read the body file '{body.Path}' to its end: {exception.Message}",
        "Check the disk or the network share that holds the file.",
        exception);

    private static DeliveryException Invalid(string errorId, string message, string recommendedAction) =>
        new(WebhookErrorKind.InvalidArgument, errorId, message, recommendedAction);

    private static DeliveryException Secret(string errorId, string message, string recommendedAction) =>
        new(WebhookErrorKind.InvalidSecret, errorId, message, recommendedAction);

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
