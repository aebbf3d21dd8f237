using System.Globalization;
using System.Runtime.InteropServices;
using WebhookTools.Core;
using WebhookTools.PowerShell.Input;

namespace WebhookTools.PowerShell.Errors;

/// <summary>The errors that only a cmdlet reports, such as parameters that exclude each other. A method's name is the error id.</summary>
internal static class CommandErrors
{
    public static WebhookException SchemeRequired() => new(
        WebhookErrorKind.InvalidArgument,
        nameof(SchemeRequired),
        "A secret is given without a signature scheme.",
        "Add -Scheme, for example -Scheme GitHub. Tab completion lists the schemes.");

    public static WebhookException SecretRequired() => new(
        WebhookErrorKind.InvalidSecret,
        nameof(SecretRequired),
        $"A secret is required, but neither -Secret nor the environment variable {SecretReader.EnvironmentVariable} is set.",
        "Add -Secret with a SecureString or a string, for example -Secret (Get-Secret Name).");

    public static WebhookException BearerNeedsToken() => new(
        WebhookErrorKind.InvalidArgument,
        nameof(BearerNeedsToken),
        "Bearer authentication requires a token, but none is given.",
        "Add -Token.");

    public static WebhookException TokenRequired(string parameter) => new(
        WebhookErrorKind.InvalidSecret,
        nameof(TokenRequired),
        $"-{parameter} is empty, so the listener would not require a token.",
        $"Check where the token comes from, or omit -{parameter}.");

    public static WebhookException BasicNeedsCredential() => new(
        WebhookErrorKind.InvalidArgument,
        nameof(BasicNeedsCredential),
        "Basic authentication requires a user name and a password, but none are given.",
        "Add -Credential.");

    public static WebhookException AuthenticationAmbiguous() => new(
        WebhookErrorKind.InvalidArgument,
        nameof(AuthenticationAmbiguous),
        "Both -Token and -Credential are given, but a request can carry only one of them.",
        "Omit one of them, or select one with -Authentication.");

    public static WebhookException PatternInvalid(string parameter, Exception cause) => new(
        WebhookErrorKind.InvalidArgument,
        nameof(PatternInvalid),
        $"-{parameter} is not a valid regular expression: {cause.Message}",
        "Correct the pattern. Escape special characters that are meant literally with a backslash.",
        cause);

    public static WebhookException BatchSizeNeedsArray() => new(
        WebhookErrorKind.InvalidArgument,
        nameof(BatchSizeNeedsArray),
        "-BatchSize limits the items in an array, but without -AsArray each item is sent separately.",
        "Add -AsArray.");

    public static WebhookException IdNeedsOneWebhook(string id) => new(
        WebhookErrorKind.InvalidArgument,
        nameof(IdNeedsOneWebhook),
        $"-Id '{id}' identifies one webhook, but there is more than one to send. A receiver would treat the second one as a duplicate.",
        "Omit -Id so that each webhook gets its own id, or send the webhooks one at a time.");

    public static WebhookException BodyRequired() => new(
        WebhookErrorKind.InvalidArgument,
        nameof(BodyRequired),
        "A body is required, but the pipeline is empty and neither -Body nor a path is given.",
        "Pipe the body in, or add -Body or -LiteralPath. For an empty body, use -Body ''.");

    public static WebhookException BodyNotRaw(Type type) => new(
        WebhookErrorKind.InvalidData,
        nameof(BodyNotRaw),
        $"A signature covers bytes, but the body is an object of type {type}.",
        "Pass the string or the bytes that are sent. ConvertTo-WebhookPayload converts an object to its payload.");

    public static WebhookException SignatureNeedsScheme() => new(
        WebhookErrorKind.InvalidArgument,
        nameof(SignatureNeedsScheme),
        "The scheme cannot be detected from a header's value. Detection needs the header's name.",
        "Add -Scheme, for example -Scheme GitHub, or pass the received headers with -Headers.");

    public static WebhookException PublicKeyNotReadable(string path, string reason, Exception? cause = null) => new(
        cause is FileNotFoundException or DirectoryNotFoundException ? WebhookErrorKind.NotFound : WebhookErrorKind.InvalidArgument,
        nameof(PublicKeyNotReadable),
        $"Could not read the public key '{path}': {reason}",
        "Give a PEM file that holds a public key (-----BEGIN PUBLIC KEY-----), or a file that holds the key in its scheme's own format.",
        cause);

    public static WebhookException RejectedLogTwice() => new(
        WebhookErrorKind.InvalidArgument,
        nameof(RejectedLogTwice),
        "-RejectedLogPath and -NoRejectedLog exclude each other: one names the journal of rejected webhooks, the other turns it off.",
        "Omit one of them.");

    public static WebhookException RequestNotTransformed() => new(
        WebhookErrorKind.InvalidArgument,
        nameof(RequestNotTransformed),
        "A captured request is resent byte for byte, but -Flatten, -OmitNull and -AsArray change the body.",
        "Omit them, or pass the body with -InFile.");

    public static WebhookException HeadersRequired() => new(
        WebhookErrorKind.InvalidArgument,
        nameof(HeadersRequired),
        "A signature is required, but neither -Headers nor -Signature is given.",
        "Add -Headers with the received headers, or -Signature with the value of the signature header.");

    public static WebhookException HeadersNotReadable(Type type) => new(
        WebhookErrorKind.InvalidArgument,
        nameof(HeadersNotReadable),
        $"Could not read headers from an object of type {type}.",
        "Pass a dictionary, or text with one 'Name: value' per line.");

    public static WebhookException CapturedBodyMissing(string notes) => new(
        WebhookErrorKind.InvalidArgument,
        nameof(CapturedBodyMissing),
        $"The capture has no body, but the signature covers the body. {notes}",
        "Pass the body with -Body or -LiteralPath, and the captured headers as text with -Headers.");

    public static WebhookException SignatureNotReadable(string errorId, string reason) => new(
        WebhookErrorKind.InvalidData,
        errorId,
        reason,
        "Pass the headers exactly as they were received. Get-WebhookSignature shows the headers that the scheme uses.");

    public static WebhookException WebServerMissing(Exception cause) => new(
        WebhookErrorKind.ResourceUnavailable,
        nameof(WebServerMissing),
        $"The listener needs ASP.NET Core {Environment.Version.ToString(2)}. This package of the module does not include it for {RuntimeInformation.RuntimeIdentifier}, and it is not installed on this machine.",
        $"Install the ASP.NET Core {Environment.Version.ToString(2)} runtime, or set DOTNET_ROOT to the folder that contains it. Then restart PowerShell.",
        cause);

    public static WebhookException UsingNotSet(string name) => new(
        WebhookErrorKind.InvalidArgument,
        nameof(UsingNotSet),
        $"The script block of -OnAlert uses $using:{name}, but the variable '{name}' is not set.",
        "Set the variable before starting the listener, or correct its name.");

    public static WebhookException OptionNeeds(string parameter, string needed) => new(
        WebhookErrorKind.InvalidArgument,
        nameof(OptionNeeds),
        $"-{parameter} requires -{needed}.",
        $"Add -{needed}, or omit -{parameter}.");

    public static WebhookException ListenerNotFound(string? description = null) => new(
        WebhookErrorKind.NotFound,
        nameof(ListenerNotFound),
        description is null ? "No listener is running in this process." : $"No listener {description} is running in this process.",
        "Get-WebhookListener lists the running listeners. Start-WebhookListener starts one.");

    public static WebhookException ListenerAmbiguous(int count) => new(
        WebhookErrorKind.InvalidArgument,
        nameof(ListenerAmbiguous),
        string.Create(CultureInfo.InvariantCulture, $"{count} listeners are running, and the command does not select one."),
        "Add -Port or -Id, or pipe in a listener.");

    public static WebhookException ReceiveTimeout(int received, int expected, double seconds) => new(
        WebhookErrorKind.Timeout,
        nameof(ReceiveTimeout),
        string.Create(CultureInfo.InvariantCulture, $"{received} of {expected} alerts arrived within {seconds} seconds."),
        "Increase -TimeoutSec, or check (Get-WebhookListener).Log for rejected webhooks.");

    public static WebhookException ListenerStopped(int received, int expected) => new(
        WebhookErrorKind.ResourceUnavailable,
        nameof(ListenerStopped),
        string.Create(CultureInfo.InvariantCulture, $"The listener stopped after {received} of {expected} alerts had arrived."),
        "Restart it with Start-WebhookListener.");
}
