using System.Globalization;
using System.Net;
using WebhookTools.Core;
using WebhookTools.Listener.Protocols;

namespace WebhookTools.Listener;

/// <summary>What a listener says to whoever starts it. A method's name is the error's id.</summary>
internal static class ListenerErrors
{
    public static WebhookException OptionOutOfRange(string option, object value, object least, object most) => new(
        WebhookErrorKind.InvalidArgument,
        nameof(OptionOutOfRange),
        string.Create(CultureInfo.InvariantCulture, $"{option} is {value}, and must be from {least} to {most}."),
        $"Give {option} a value in that range.");

    public static WebhookException BaseUriNotAbsolute(Uri uri) => new(
        WebhookErrorKind.InvalidArgument,
        nameof(BaseUriNotAbsolute),
        $"The base address '{uri}' is no http or https address.",
        "Give the whole address at which people reach this listener, as https://alerts.example.org.");

    public static WebhookException NetworkInvalid(string text) => new(
        WebhookErrorKind.InvalidArgument,
        nameof(NetworkInvalid),
        $"'{text}' is no network.",
        "Write it as 10.0.0.0/8, 2001:db8::/32, or one address.");

    public static WebhookException CertificateSourceUnclear() => new(
        WebhookErrorKind.InvalidArgument,
        nameof(CertificateSourceUnclear),
        "TLS needs exactly one of a PFX file, a PEM certificate (with its key in the same file or in its own), or a self-signed certificate.",
        "Give one of them.");

    public static WebhookException CertificateUnreadable(string path, Exception cause) => new(
        cause is UnauthorizedAccessException ? WebhookErrorKind.PermissionDenied : cause is FileNotFoundException or DirectoryNotFoundException ? WebhookErrorKind.NotFound : WebhookErrorKind.InvalidData,
        nameof(CertificateUnreadable),
        $"The certificate '{path}' cannot be used: {cause.Message}",
        "Check the path, that certificate and key belong together, and the password.",
        cause);

    public static WebhookException TokenEmpty() => new(
        WebhookErrorKind.InvalidSecret,
        nameof(TokenEmpty),
        "A bearer token is empty: every request without a token would match it.",
        "Check the variable or the file that the token is read from.");

    public static WebhookException SignatureSecretMissing(string scheme) => new(
        WebhookErrorKind.InvalidSecret,
        nameof(SignatureSecretMissing),
        $"Requests are to be signed with {scheme}, but a secret is missing or empty.",
        "Give at least one secret that is not empty, the same that the sender signs with.");

    public static WebhookException SignatureSchemeMissing() => new(
        WebhookErrorKind.InvalidArgument,
        nameof(SignatureSchemeMissing),
        "A secret was given, but no signature scheme that uses it, so that no signature would be checked.",
        "Name the scheme that the sender signs with, as GitHub.");

    public static WebhookException SignatureSetupInvalid(WebhookException cause) => new(
        cause.Kind,
        nameof(SignatureSetupInvalid),
        $"The listener cannot check signatures: {cause.Message}",
        cause.RecommendedAction,
        cause);

    public static WebhookException ForwardingSecretMissing(string scheme) => new(
        WebhookErrorKind.InvalidSecret,
        nameof(ForwardingSecretMissing),
        $"What is forwarded is to be signed with {scheme}, but a secret is missing or empty.",
        "Give at least one secret that is not empty, the same that the receiver checks with.");

    public static WebhookException ForwardingSetupInvalid(WebhookException cause) => new(
        cause.Kind,
        nameof(ForwardingSetupInvalid),
        $"The listener cannot sign what it forwards: {cause.Message}",
        cause.RecommendedAction,
        cause);

    public static WebhookException BasicCredentialInvalid() => new(
        WebhookErrorKind.InvalidArgument,
        nameof(BasicCredentialInvalid),
        "Basic authentication needs a user name without a colon and a password, neither of them empty.",
        "Give both.");

    public static WebhookException AddressUnauthenticated(IPAddress address) => new(
        WebhookErrorKind.InvalidArgument,
        nameof(AddressUnauthenticated),
        $"The listener would take webhooks from anyone who reaches {address}: neither a token, a signature scheme nor a user is set.",
        "Set one of them, listen on 127.0.0.1, or allow it explicitly by AllowUnauthenticated.");

    public static WebhookException ProtocolUnknown(string name) => new(
        WebhookErrorKind.InvalidArgument,
        nameof(ProtocolUnknown),
        $"There is no protocol '{name}'. There are: {string.Join(", ", WebhookProtocols.Names)}.",
        "Name one of those.");

    public static WebhookException ProtocolNotSpoken(string name, IEnumerable<string> spoken) => new(
        WebhookErrorKind.InvalidArgument,
        nameof(ProtocolNotSpoken),
        $"A path is given for the protocol {name}, but the listener is to speak {string.Join(", ", spoken)} alone: nothing would be taken there.",
        $"Let it speak {name} too, or leave its path out.");

    public static WebhookException PathInvalid(string path) => new(
        WebhookErrorKind.InvalidArgument,
        nameof(PathInvalid),
        $"'{path}' is no path: it must begin with a slash and hold no white space, braces, query or fragment.",
        "Write it as /hooks/ci.");

    public static WebhookException PathTaken(string path, string first, string second) => new(
        WebhookErrorKind.InvalidArgument,
        nameof(PathTaken),
        $"The path {path} is asked for by both {first} and {second}.",
        "Give one of them another path, or leave one of the protocols out.");

    public static WebhookException PortInUse(IPAddress address, int port, Exception cause) => new(
        WebhookErrorKind.ResourceUnavailable,
        nameof(PortInUse),
        $"Port {Text(port)} on {address} is in use by another process.",
        "Stop that process, or choose another port; port 0 takes a free one.",
        cause);

    public static WebhookException PortNotPermitted(IPAddress address, int port, Exception cause) => new(
        WebhookErrorKind.PermissionDenied,
        nameof(PortNotPermitted),
        $"This account may not listen on port {Text(port)} of {address}.",
        "Choose a port over 1023, or give the account the right to bind this one.",
        cause);

    public static WebhookException AddressNotLocal(IPAddress address, Exception cause) => new(
        WebhookErrorKind.InvalidArgument,
        nameof(AddressNotLocal),
        $"{address} is no address of this machine.",
        "Use one of the machine's own addresses, or 0.0.0.0 for all of them.",
        cause);

    public static WebhookException BindFailed(IPAddress address, int port, Exception cause) => new(
        WebhookErrorKind.ResourceUnavailable,
        nameof(BindFailed),
        $"The listener cannot listen on port {Text(port)} of {address}: {cause.Message}",
        "Choose another address or port.",
        cause);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
