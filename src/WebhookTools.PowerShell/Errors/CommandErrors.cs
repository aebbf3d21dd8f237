using System.Globalization;
using System.Runtime.InteropServices;
using WebhookTools.Core;
using WebhookTools.PowerShell.Input;

namespace WebhookTools.PowerShell.Errors;

/// <summary>The errors that only a cmdlet can make: parameters that do not go together, listeners that are not there. A method's name is the error's id.</summary>
internal static class CommandErrors
{
    public static WebhookException SchemeRequired() => new(
        WebhookErrorKind.InvalidArgument,
        nameof(SchemeRequired),
        "A secret says nothing about how to sign with it: the signature scheme is missing.",
        "Add -Scheme, as -Scheme GitHub; Tab lists the schemes.");

    public static WebhookException SecretRequired() => new(
        WebhookErrorKind.InvalidSecret,
        nameof(SecretRequired),
        $"There is no secret: neither -Secret nor the environment variable {SecretReader.EnvironmentVariable} gives one.",
        "Add -Secret with a SecureString or a string, as -Secret (Get-Secret Name).");

    public static WebhookException BearerNeedsToken() => new(
        WebhookErrorKind.InvalidArgument,
        nameof(BearerNeedsToken),
        "Bearer authentication needs a token, and none is given.",
        "Add -Token.");

    public static WebhookException TokenRequired(string parameter) => new(
        WebhookErrorKind.InvalidSecret,
        nameof(TokenRequired),
        $"-{parameter} is given and holds no token: the listener would ask for none.",
        $"Check the variable that the token comes from, or leave -{parameter} out.");

    public static WebhookException BasicNeedsCredential() => new(
        WebhookErrorKind.InvalidArgument,
        nameof(BasicNeedsCredential),
        "Basic authentication needs a user name and a password, and none are given.",
        "Add -Credential.");

    public static WebhookException AuthenticationAmbiguous() => new(
        WebhookErrorKind.InvalidArgument,
        nameof(AuthenticationAmbiguous),
        "Both -Token and -Credential are given, and a request carries one of them.",
        "Give one of them, or say with -Authentication which one is meant.");

    public static WebhookException PatternInvalid(string parameter, Exception cause) => new(
        WebhookErrorKind.InvalidArgument,
        nameof(PatternInvalid),
        $"-{parameter} is not a regular expression: {cause.Message}",
        "Escape what is meant literally with a backslash.",
        cause);

    public static WebhookException BatchSizeNeedsArray() => new(
        WebhookErrorKind.InvalidArgument,
        nameof(BatchSizeNeedsArray),
        "-BatchSize says how many items an array holds, and without -AsArray each item is a body of its own.",
        "Add -AsArray.");

    public static WebhookException IdNeedsOneWebhook(string id) => new(
        WebhookErrorKind.InvalidArgument,
        nameof(IdNeedsOneWebhook),
        $"-Id '{id}' names one webhook, and there is a second one: a receiver would take it for a repeat of the first.",
        "Leave -Id out, and each webhook gets an id of its own; or send them one by one.");

    public static WebhookException BodyRequired() => new(
        WebhookErrorKind.InvalidArgument,
        nameof(BodyRequired),
        "There is no body: nothing was piped in, and neither -Body nor a path is given.",
        "Pipe the body in, or add -Body or -LiteralPath. An empty body is -Body ''.");

    public static WebhookException BodyNotRaw(Type type) => new(
        WebhookErrorKind.InvalidData,
        nameof(BodyNotRaw),
        $"A signature is over bytes, and an object of the type {type} has none of its own.",
        "Pass the string or the bytes that go on the wire; ConvertTo-WebhookPayload makes them of an object.");

    public static WebhookException SignatureNeedsScheme() => new(
        WebhookErrorKind.InvalidArgument,
        nameof(SignatureNeedsScheme),
        "The value of a header does not say which scheme it is of: schemes are recognised by the names of headers.",
        "Add -Scheme, as -Scheme GitHub, or give the received headers with -Headers.");

    public static WebhookException PublicKeyNotReadable(string path, string reason, Exception? cause = null) => new(
        cause is FileNotFoundException or DirectoryNotFoundException ? WebhookErrorKind.NotFound : WebhookErrorKind.InvalidArgument,
        nameof(PublicKeyNotReadable),
        $"The public key '{path}' cannot be read: {reason}",
        "Name a PEM file with a public key (-----BEGIN PUBLIC KEY-----), or one with the key as its scheme writes it.",
        cause);

    public static WebhookException RejectedLogTwice() => new(
        WebhookErrorKind.InvalidArgument,
        nameof(RejectedLogTwice),
        "-RejectedLogPath says where refused webhooks are kept, and -NoRejectedLog that they are not.",
        "Leave one of them out.");

    public static WebhookException RequestNotTransformed() => new(
        WebhookErrorKind.InvalidArgument,
        nameof(RequestNotTransformed),
        "A captured request is sent again byte for byte: -Flatten, -OmitNull and -AsArray would change it.",
        "Leave them out, or give the body with -InFile.");

    public static WebhookException HeadersRequired() => new(
        WebhookErrorKind.InvalidArgument,
        nameof(HeadersRequired),
        "There is no signature to look at: neither -Headers nor -Signature is given.",
        "Add -Headers with the received headers, or -Signature with the value of the signature's header.");

    public static WebhookException HeadersNotReadable(Type type) => new(
        WebhookErrorKind.InvalidArgument,
        nameof(HeadersNotReadable),
        $"Headers cannot be read from an object of the type {type}.",
        "Give a dictionary, or lines 'Name: value' as text.");

    public static WebhookException CapturedBodyMissing(string notes) => new(
        WebhookErrorKind.InvalidArgument,
        nameof(CapturedBodyMissing),
        $"The capture holds no body, and the signature covers it. {notes}",
        "Give the body with -Body or -LiteralPath, and the captured headers as text with -Headers.");

    public static WebhookException SignatureNotReadable(string errorId, string reason) => new(
        WebhookErrorKind.InvalidData,
        errorId,
        reason,
        "Pass the headers as they were received; Get-WebhookSignature shows those that the scheme writes.");

    public static WebhookException WebServerMissing(Exception cause) => new(
        WebhookErrorKind.ResourceUnavailable,
        nameof(WebServerMissing),
        $"The listener needs ASP.NET Core {Environment.Version.ToString(2)}, which PowerShell does not bring: this package of the module holds none for {RuntimeInformation.RuntimeIdentifier}, and none was found on this machine.",
        $"Install the ASP.NET Core {Environment.Version.ToString(2)} runtime, or set DOTNET_ROOT to the folder that holds it; then start PowerShell anew.",
        cause);

    public static WebhookException UsingNotSet(string name) => new(
        WebhookErrorKind.InvalidArgument,
        nameof(UsingNotSet),
        $"The script block of -OnAlert takes the variable '{name}' by $using:, and it is not set.",
        "Set it before the listener is started, or correct its name.");

    public static WebhookException OptionNeeds(string parameter, string needed) => new(
        WebhookErrorKind.InvalidArgument,
        nameof(OptionNeeds),
        $"-{parameter} needs -{needed}.",
        $"Add -{needed}, or leave -{parameter} out.");

    public static WebhookException ListenerNotFound(string which) => new(
        WebhookErrorKind.NotFound,
        nameof(ListenerNotFound),
        $"No listener runs here {which}.",
        "Get-WebhookListener lists those that do; Start-WebhookListener starts one.");

    public static WebhookException ListenerAmbiguous(int count) => new(
        WebhookErrorKind.InvalidArgument,
        nameof(ListenerAmbiguous),
        string.Create(CultureInfo.InvariantCulture, $"{count} listeners run here, and none is named."),
        "Add -Port or -Id, or pipe a listener in.");

    public static WebhookException ReceiveTimeout(int received, int expected, double seconds) => new(
        WebhookErrorKind.Timeout,
        nameof(ReceiveTimeout),
        string.Create(CultureInfo.InvariantCulture, $"{received} of {expected} alerts arrived within {seconds} seconds."),
        "Wait longer with -TimeoutSec, or look at what was refused: (Get-WebhookListener).Log.");

    public static WebhookException ListenerStopped(int received, int expected) => new(
        WebhookErrorKind.ResourceUnavailable,
        nameof(ListenerStopped),
        string.Create(CultureInfo.InvariantCulture, $"The listener was stopped when {received} of {expected} alerts had arrived."),
        "Start it again with Start-WebhookListener.");
}
