using WebhookTools.Core;
using WebhookTools.Core.Masking;
using WebhookTools.Core.Signatures;

namespace WebhookTools.Cli.Errors;

/// <summary>The errors of the command line. Each method's name is the error's id.</summary>
internal static class CommandLineErrors
{
    public static CommandLineException SecretMissing(string option, string kind, string? fallbackVariable) => new(
        nameof(SecretMissing),
        $"No {kind} was given.",
        $"Use --{option}-env NAME or --{option}-file PATH{(fallbackVariable is null ? string.Empty : $", or set the environment variable {fallbackVariable}")}.");

    public static CommandLineException SecretNotSingle(string option, string kind) => new(
        nameof(SecretNotSingle),
        $"More than one {kind} was given, and only one can be sent.",
        $"Give --{option}-env or --{option}-file once.");

    public static CommandLineException SecretVariableNotSet(string kind, string name) => new(
        nameof(SecretVariableNotSet),
        $"The environment variable '{Shown(name)}' for the {kind} is not set.",
        "Give the variable's name, not its value. Set and export it for this process. In a CI system, check that the step has access to it.");

    public static CommandLineException SecretVariableEmpty(string kind, string name) => new(
        nameof(SecretVariableEmpty),
        $"The environment variable '{name}' for the {kind} is empty.",
        "Set it to the secret. Many CI systems set a variable to an empty value in a step that has no access to it.");

    public static CommandLineException SecretFileNotReadable(string kind, string path, Exception exception) => new(
        nameof(SecretFileNotReadable),
        exception is FileNotFoundException or DirectoryNotFoundException
            ? $"The file '{(Path.IsPathRooted(path) ? path : string.Join('/', path.Split('/').Select(Shown)))}' for the {kind} does not exist."
            : $"Could not read the file '{path}' for the {kind}: {exception.Message}",
        "Give the path of a file with the secret, not the secret itself, and check this account's permissions.",
        exception);

    public static CommandLineException SecretFileEmpty(string kind, string path) => new(
        nameof(SecretFileEmpty),
        $"The file '{path}' for the {kind} is empty.",
        "Write the secret to it. 'webhooktools secret' creates one.");

    public static CommandLineException SecretFileTooLarge(string kind, string path, int maximum) => new(
        nameof(SecretFileTooLarge),
        $"The file '{path}' for the {kind} is larger than {maximum} bytes.",
        "Give a file that contains only the secret.");

    public static CommandLineException SecretFileNotText(string kind, string path, Exception exception) => new(
        nameof(SecretFileNotText),
        $"The file '{path}' for the {kind} is not UTF-8 text.",
        "Write the secret as UTF-8 text.",
        exception);

    public static CommandLineException SecretFileNotWritable(string path, Exception exception) => new(
        nameof(SecretFileNotWritable),
        $"Could not write the secret to '{path}': {exception.Message}",
        "Give a file that does not exist yet, in a folder that this account can write to. An existing file is never overwritten, because its secret may be in use.",
        exception);

    public static CommandLineException RequestIsSentAsItIs() => new(
        nameof(RequestIsSentAsItIs),
        "--request resends a captured request byte for byte and cannot be combined with --in-file, --body, --each, --flatten, --omit-null or --as-array.",
        "Omit these options, or send only the body with --in-file.");

    public static CommandLineException SecretWithoutScheme() => new(
        nameof(SecretWithoutScheme),
        "A secret was given without a --scheme to use it with.",
        "Add the scheme, for example --scheme GitHub. 'webhooktools secret --list' lists the schemes.");

    public static CommandLineException BodyGivenTwice() => new(
        nameof(BodyGivenTwice),
        "Both --in-file and --body were given.",
        "Give the body once: with --in-file PATH, with --body TEXT, or on standard input.");

    public static CommandLineException InputFileNotFound(string path, Exception exception) => new(
        nameof(InputFileNotFound),
        $"The file '{path}' does not exist.",
        "Check the path.",
        exception);

    public static CommandLineException InputFileNotReadable(string path, Exception exception) => new(
        nameof(InputFileNotReadable),
        $"Could not read the file '{path}': {exception.Message}",
        "Give a file that this account can read.",
        exception);

    public static CommandLineException HeadersFileLine(string path, int line) => new(
        nameof(HeadersFileLine),
        $"Line {line} of '{path}' is not a header line 'Name: value'.",
        "Write one header per line.");

    public static CommandLineException OptionNeeds(string option, string needed) => new(
        nameof(OptionNeeds),
        $"{option} requires {needed}.",
        "Give both or neither.");

    public static CommandLineException OptionsExclude(string option, string other) => new(
        nameof(OptionsExclude),
        $"{option} and {other} cannot be combined.",
        "Give only one of them.");

    public static CommandLineException CommandNotFound(string command) => new(
        nameof(CommandNotFound),
        $"Could not find an executable program '{command}'.",
        "Give its path, or the name of a program in PATH. The file must be executable. Give each of its arguments with --exec-arg.");

    public static CommandLineException CertificateNotReadable(string path, Exception exception) => new(
        nameof(CertificateNotReadable),
        $"Could not read the client certificate '{path}': {exception.Message}",
        "Give a PFX file with its password (--certificate-password-env), or a PEM file with its key (--certificate-key).",
        exception);

    public static WebhookException InputNotSingle() => new(
        WebhookErrorKind.InvalidData,
        nameof(InputNotSingle),
        "The input contains more than one JSON value, but a request carries only one.",
        "Use --each to send each value in a separate request, or --as-array to send all values in one array.");

    public static WebhookException InputEmpty() => new(
        WebhookErrorKind.InvalidData,
        nameof(InputEmpty),
        "The input contains no JSON value.",
        "Give one with --body, with --in-file or on standard input. Without --flatten, --omit-null, --as-array and --each, an empty body is sent unchanged.");

    // Somebody may have given the secret itself. Names have short words.
    private static string Shown(string name) =>
        name.Split('_', '-', '.').All(static word => word.All(char.IsAsciiLetterOrDigit) && !AddressMask.IsRandom(word)) ? name : WebhookSecret.Mask;
}

/// <summary>A command line that cannot be carried out: a missing value, options that exclude each other.</summary>
internal sealed class CommandLineException(string errorId, string message, string recommendedAction, Exception? innerException = null)
    : WebhookException(WebhookErrorKind.InvalidArgument, errorId, message, recommendedAction, innerException);
