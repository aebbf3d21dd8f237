using System.Globalization;
using System.Net;
using WebhookTools.Core;
using WebhookTools.Listener.Protocols;

namespace WebhookTools.Listener;

/// <summary>The errors of a listener's start. A method's name is the error's id.</summary>
internal static class ListenerErrors
{
    public static WebhookException OptionOutOfRange(string option, object value, object minimum, object maximum) => new(
        WebhookErrorKind.InvalidArgument,
        nameof(OptionOutOfRange),
        string.Create(CultureInfo.InvariantCulture, $"The value of {option} is {value}. It must be between {minimum} and {maximum}."),
        $"Set {option} to a value in that range.");

    public static WebhookException BaseUriNotAbsolute(Uri uri) => new(
        WebhookErrorKind.InvalidArgument,
        nameof(BaseUriNotAbsolute),
        $"The base address '{uri}' is not an absolute http or https address.",
        "Set it to the address at which the listener is reached, such as https://alerts.example.org.");

    public static WebhookException NetworkInvalid(string text) => new(
        WebhookErrorKind.InvalidArgument,
        nameof(NetworkInvalid),
        $"'{text}' is not a network.",
        "Write a network as 10.0.0.0/8 or 2001:db8::/32, or a single address.");

    public static WebhookException CertificateSourceUnclear() => new(
        WebhookErrorKind.InvalidArgument,
        nameof(CertificateSourceUnclear),
        "TLS needs exactly one of: a PFX file, a PEM certificate (with its key in the same file or in a separate one), or a self-signed certificate.",
        "Specify one of them.");

    public static WebhookException CertificateUnreadable(string path, Exception cause) => new(
        cause is UnauthorizedAccessException ? WebhookErrorKind.PermissionDenied : cause is FileNotFoundException or DirectoryNotFoundException ? WebhookErrorKind.NotFound : WebhookErrorKind.InvalidData,
        nameof(CertificateUnreadable),
        $"Could not load the certificate '{path}': {cause.Message}",
        "Check the path and the password, and that the key belongs to the certificate.",
        cause);

    public static WebhookException TokenEmpty() => new(
        WebhookErrorKind.InvalidSecret,
        nameof(TokenEmpty),
        "A bearer token is empty. Every request without a token would match it.",
        "Check the environment variable or the file from which the token is read.");

    public static WebhookException SignatureSecretMissing(string scheme) => new(
        WebhookErrorKind.InvalidSecret,
        nameof(SignatureSecretMissing),
        $"Requests must be signed with {scheme}, but a secret is missing or empty.",
        "Specify the secret that the sender signs with.");

    public static WebhookException SignatureSchemeMissing() => new(
        WebhookErrorKind.InvalidArgument,
        nameof(SignatureSchemeMissing),
        "A secret is specified, but no signature scheme. No signature would be verified.",
        "Specify the scheme that the sender signs with, such as GitHub.");

    public static WebhookException SignatureSetupInvalid(WebhookException cause) => new(
        cause.Kind,
        nameof(SignatureSetupInvalid),
        $"The listener cannot verify signatures: {cause.Message}",
        cause.RecommendedAction,
        cause);

    public static WebhookException ForwardingSecretMissing(string scheme) => new(
        WebhookErrorKind.InvalidSecret,
        nameof(ForwardingSecretMissing),
        $"Forwarded webhooks are to be signed with {scheme}, but a secret is missing or empty.",
        "Specify the secret that the receiver verifies with.");

    public static WebhookException ForwardingSetupInvalid(WebhookException cause) => new(
        cause.Kind,
        nameof(ForwardingSetupInvalid),
        $"The listener cannot sign forwarded webhooks: {cause.Message}",
        cause.RecommendedAction,
        cause);

    public static WebhookException BasicCredentialInvalid() => new(
        WebhookErrorKind.InvalidArgument,
        nameof(BasicCredentialInvalid),
        "Basic authentication needs a user name without a colon, and a password. Neither may be empty.",
        "Specify both.");

    public static WebhookException AddressUnauthenticated(IPAddress address) => new(
        WebhookErrorKind.InvalidArgument,
        nameof(AddressUnauthenticated),
        $"The listener would accept webhooks from everyone who can reach {address}: neither a token, a signature scheme nor a user name is configured.",
        "Configure one of them, listen on 127.0.0.1, or set AllowUnauthenticated.");

    public static WebhookException ProtocolUnknown(string name) => new(
        WebhookErrorKind.InvalidArgument,
        nameof(ProtocolUnknown),
        $"There is no protocol '{name}'. The protocols are: {string.Join(", ", WebhookProtocols.Names)}.",
        "Specify one of them.");

    public static WebhookException ProtocolNotSpoken(string name, IEnumerable<string> enabled) => new(
        WebhookErrorKind.InvalidArgument,
        nameof(ProtocolNotSpoken),
        $"A path is configured for the protocol {name}, but only these protocols are enabled: {string.Join(", ", enabled)}.",
        $"Enable {name} as well, or remove its path.");

    public static WebhookException PathInvalid(string path) => new(
        WebhookErrorKind.InvalidArgument,
        nameof(PathInvalid),
        $"'{path}' is not a valid path. It must start with a slash and must not contain white space, braces, a query or a fragment.",
        "Write it as /hooks/ci.");

    public static WebhookException PathTaken(string path, string first, string second) => new(
        WebhookErrorKind.InvalidArgument,
        nameof(PathTaken),
        $"Both {first} and {second} use the path {path}.",
        "Give one of them another path, or disable one of the protocols.");

    public static WebhookException PortInUse(IPAddress address, int port, Exception cause) => new(
        WebhookErrorKind.ResourceUnavailable,
        nameof(PortInUse),
        $"Another process is using port {Text(port)} on {address}.",
        "Stop that process or choose another port. Port 0 selects a free one.",
        cause);

    public static WebhookException PortNotPermitted(IPAddress address, int port, Exception cause) => new(
        WebhookErrorKind.PermissionDenied,
        nameof(PortNotPermitted),
        $"This account is not permitted to listen on port {Text(port)} of {address}.",
        "Choose a port above 1023, or permit the account to bind this one.",
        cause);

    public static WebhookException AddressNotLocal(IPAddress address, Exception cause) => new(
        WebhookErrorKind.InvalidArgument,
        nameof(AddressNotLocal),
        $"{address} is not an address of this machine.",
        "Use an address of this machine, or 0.0.0.0 for all of them.",
        cause);

    public static WebhookException BindFailed(IPAddress address, int port, Exception cause) => new(
        WebhookErrorKind.ResourceUnavailable,
        nameof(BindFailed),
        $"Could not listen on port {Text(port)} of {address}: {cause.Message}",
        "Choose another address or port.",
        cause);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
