using System.Globalization;
using WebhookTools.Core.Payloads;

namespace WebhookTools.Core.Sending;

/// <summary>What is wrong with the options of a delivery, or with its body: the mistakes that are found before, or without, the receiver.</summary>
internal static class DeliveryOptionErrors
{
    public static DeliveryException UriNotSupported(Uri uri) => Invalid(
        nameof(UriNotSupported),
        $"'{(uri.IsAbsoluteUri ? ErrorText.Address(uri) : uri.OriginalString)}' is not an address that a webhook can be sent to: it must be absolute, with http or https and a host.",
        "Write the whole address, as https://receiver.example/hooks.");

    public static DeliveryException UriHasUserInformation(Uri uri) => Invalid(
        nameof(UriHasUserInformation),
        $"The address of '{uri.Host}' holds a user name or a password, which would be shown wherever the address is.",
        "Take the part before the @ out of the address, and give it as a credential.");

    public static DeliveryException MethodNotValid(string method) => Invalid(
        nameof(MethodNotValid),
        $"'{ErrorText.Printable(method)}' is not an HTTP method that a webhook can be sent with.",
        "Use POST, PUT, PATCH or another method of letters only.");

    public static DeliveryException ContentTypeEmpty() => Invalid(
        nameof(ContentTypeEmpty),
        "The content type is empty.",
        "Give a content type, as application/json.");

    public static DeliveryException TextNotValid(string option, int index, char character) => Invalid(
        nameof(TextNotValid),
        $"{option} holds {ErrorText.Character(character)} at index {Number(index)}, which cannot stand in a header: only printable ASCII can.",
        $"Take the character out of {option}.");

    public static DeliveryException HeaderNameNotValid(string name) => Invalid(
        nameof(HeaderNameNotValid),
        $"'{ErrorText.Printable(name)}' is not a header's name: letters, digits and hyphens, without spaces and without a colon.",
        "Correct the name; what follows the colon is the value.");

    public static DeliveryException HeaderValueNotValid(string name, int index, char character) => Invalid(
        nameof(HeaderValueNotValid),
        $"The value of the header '{name}' holds {ErrorText.Character(character)} at index {Number(index)}; only printable ASCII, spaces and tabs can stand there.",
        "Take the character out. A value that was read from a file often ends with a line break.");

    public static DeliveryException HeaderReserved(string name) => Invalid(
        nameof(HeaderReserved),
        $"The header '{name}' cannot be given: the connection and the body decide it.",
        name.Equals("Proxy-Authorization", StringComparison.OrdinalIgnoreCase) ? "Give the proxy's credential instead." : "Leave the header out.");

    public static DeliveryException HeaderSetBySignature(string name, string scheme) => Invalid(
        nameof(HeaderSetBySignature),
        $"The header '{name}' is given, and the signature scheme {scheme} sets it too.",
        "Leave the header out, or send without a scheme if the signature is made elsewhere. A message id is given as the delivery's id.");

    public static DeliveryException AuthorizationTwice() => Invalid(
        nameof(AuthorizationTwice),
        "There are credentials, and a header Authorization too: only one of them can be sent.",
        "Leave out the one or the other.");

    public static DeliveryException UserNameNotValid() => Invalid(
        nameof(UserNameNotValid),
        "The user name of the credentials holds a colon or a control character, which basic authentication cannot carry.",
        "Check that user name and password are not swapped or joined.");

    public static DeliveryException TokenEmpty() => Secret(
        nameof(TokenEmpty),
        "The token is empty.",
        "Check where the token comes from: an environment variable that is not set is empty.");

    public static DeliveryException TokenNotValid(int index, int length, char character) => Secret(
        nameof(TokenNotValid),
        $"The token has {Number(length)} characters and holds {ErrorText.Character(character)} at index {Number(index)}; a token is printable ASCII without spaces.",
        index >= length - 2 ? "Remove the line break or space at its end: the token was probably read from a file." : "Check that the token is one, without the word Bearer before it.");

    public static DeliveryException NumberOutOfRange(string option, int value, int least, int most) => Invalid(
        nameof(NumberOutOfRange),
        $"{option} is {Number(value)}; it must be from {Number(least)} to {Number(most)}.",
        $"Give a number from {Number(least)} to {Number(most)}.");

    public static DeliveryException TimeOutOfRange(string option, TimeSpan value, TimeSpan least, TimeSpan most) => Invalid(
        nameof(TimeOutOfRange),
        $"{option} is {ErrorText.Time(value)}; it must be from {ErrorText.Time(least)} to {ErrorText.Time(most)}.",
        $"Give a time from {ErrorText.Time(least)} to {ErrorText.Time(most)}.");

    public static DeliveryException PatternWithoutTimeout(string option) => Invalid(
        nameof(PatternWithoutTimeout),
        $"The pattern of {option} has no match time-out, so that a receiver's reply could keep it busy for ever.",
        "Create the regular expression with a match time-out.");

    public static DeliveryException ProxyAndNoProxy() => Invalid(
        nameof(ProxyAndNoProxy),
        "A proxy, or its credential, is given, and no proxy is to be used: these exclude each other.",
        "Leave out the one or the other.");

    public static DeliveryException ProxyNotSupported(Uri proxy) => Invalid(
        nameof(ProxyNotSupported),
        $"'{(proxy.IsAbsoluteUri ? ErrorText.Address(proxy) : proxy.OriginalString)}' is not a proxy's address: it must be absolute, with http, https, socks4, socks4a or socks5.",
        "Write the whole address, as http://proxy.example:3128.");

    public static DeliveryException ProxyHasUserInformation() => Invalid(
        nameof(ProxyHasUserInformation),
        "The proxy's address holds a user name or a password, which would be shown wherever the address is.",
        "Take the part before the @ out of the address, and give it as the proxy's credential.");

    public static DeliveryException ClientCertificateWithoutKey(string subject) => Invalid(
        nameof(ClientCertificateWithoutKey),
        $"The client certificate '{subject}' has no private key, so that it cannot prove anything.",
        "Load the certificate together with its key: from a PFX file, or from a PEM file and its key file.");

    public static DeliveryException HttpVersionNotSupported(Version version) => Invalid(
        nameof(HttpVersionNotSupported),
        $"HTTP version {version} cannot be asked for; it must be 1.1 or 2.0.",
        "Give 1.1 or 2.0, or none to let the receiver choose.");

    public static DeliveryException BodyFileChanged(WebhookBody body, long length) => new(
        WebhookErrorKind.InvalidData,
        nameof(BodyFileChanged),
        $"The body's file '{body.Path}' had {Number(body.Length)} bytes when the delivery was asked for, and has {Number(length)} now: what would be sent is not what was meant.",
        "Send a copy that nothing writes to.");

    public static DeliveryException BodyFileNotReadable(WebhookBody body, IOException exception) => new(
        WebhookErrorKind.ResourceUnavailable,
        nameof(BodyFileNotReadable),
        $"The body's file '{body.Path}' cannot be read to its end: {exception.Message}",
        "Check the disk, or the share, that the file is on.",
        exception);

    private static DeliveryException Invalid(string errorId, string message, string recommendedAction) =>
        new(WebhookErrorKind.InvalidArgument, errorId, message, recommendedAction);

    private static DeliveryException Secret(string errorId, string message, string recommendedAction) =>
        new(WebhookErrorKind.InvalidSecret, errorId, message, recommendedAction);

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
