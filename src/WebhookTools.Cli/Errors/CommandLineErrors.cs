using WebhookTools.Core;

namespace WebhookTools.Cli.Errors;

/// <summary>What the command line says when it is called wrongly. A method's name is the error's id.</summary>
internal static class CommandLineErrors
{
    public static CommandLineException SecretMissing(string option, string kind, string? fallbackVariable) => new(
        nameof(SecretMissing),
        $"No {kind} was given.",
        $"Name it by --{option}-env NAME or --{option}-file PATH{(fallbackVariable is null ? string.Empty : $", or set the variable {fallbackVariable}")}.");

    public static CommandLineException SecretNotSingle(string option, string kind) => new(
        nameof(SecretNotSingle),
        $"More than one {kind} was given, and only one can be sent.",
        $"Give --{option}-env or --{option}-file once.");

    public static CommandLineException SecretVariableNotSet(string kind, string name) => new(
        nameof(SecretVariableNotSet),
        $"The environment variable '{name}', which should hold the {kind}, is not set.",
        "Set and export it for this process; in a CI system, see whether the step may see it.");

    public static CommandLineException SecretVariableEmpty(string kind, string name) => new(
        nameof(SecretVariableEmpty),
        $"The environment variable '{name}', which should hold the {kind}, is empty.",
        "Set it to the secret; in a CI system, see whether the step may see it: many give an empty variable where it may not.");

    public static CommandLineException SecretFileNotReadable(string kind, string path, Exception exception) => new(
        nameof(SecretFileNotReadable),
        $"The file '{path}', which should hold the {kind}, cannot be read: {exception.Message}",
        "Check the path and the rights of this account.",
        exception);

    public static CommandLineException SecretFileEmpty(string kind, string path) => new(
        nameof(SecretFileEmpty),
        $"The file '{path}', which should hold the {kind}, is empty.",
        "Write the secret to it; 'webhooktools secret' makes one.");

    public static CommandLineException SecretFileTooLarge(string kind, string path, int maximum) => new(
        nameof(SecretFileTooLarge),
        $"The file '{path}', which should hold the {kind}, has more than {maximum} bytes.",
        "Name a file that holds the secret alone.");

    public static CommandLineException SecretFileNotText(string kind, string path, Exception exception) => new(
        nameof(SecretFileNotText),
        $"The file '{path}', which should hold the {kind}, is not UTF-8 text.",
        "Write the secret as text in UTF-8.",
        exception);

    public static CommandLineException SecretFileNotWritable(string path, Exception exception) => new(
        nameof(SecretFileNotWritable),
        $"The secret cannot be written to '{path}': {exception.Message}",
        "Name a file that does not exist yet, in a folder that this account may write: a secret in use is never overwritten.",
        exception);

    public static CommandLineException RequestIsSentAsItIs() => new(
        nameof(RequestIsSentAsItIs),
        "A captured request is sent again byte for byte: --in-file, --body, --each, --flatten, --omit-null and --as-array do not go with --request.",
        "Leave them out, or send the body alone with --in-file.");

    public static CommandLineException SecretWithoutScheme() => new(
        nameof(SecretWithoutScheme),
        "A secret was given, but no --scheme to use it with.",
        "Say how to sign, as --scheme GitHub; 'webhooktools secret --list' lists the schemes.");

    public static CommandLineException BodyGivenTwice() => new(
        nameof(BodyGivenTwice),
        "Both --in-file and --body were given.",
        "Give the body once: --in-file PATH, --body TEXT, or on standard input.");

    public static CommandLineException InputFileNotFound(string path, Exception exception) => new(
        nameof(InputFileNotFound),
        $"The file '{path}' does not exist.",
        "Check the path.",
        exception);

    public static CommandLineException InputFileNotReadable(string path, Exception exception) => new(
        nameof(InputFileNotReadable),
        $"The file '{path}' cannot be read: {exception.Message}",
        "Name a file that this account may read.",
        exception);

    public static CommandLineException HeadersFileLine(string path, int line) => new(
        nameof(HeadersFileLine),
        $"Line {line} of '{path}' is not a header line 'Name: value'.",
        "Keep one header per line.");

    public static CommandLineException OptionNeeds(string option, string needed) => new(
        nameof(OptionNeeds),
        $"{option} needs {needed}.",
        "Give both or neither.");

    public static CommandLineException OptionsExclude(string option, string other) => new(
        nameof(OptionsExclude),
        $"{option} and {other} exclude each other.",
        "Give one of them.");

    public static CommandLineException CommandNotFound(string command) => new(
        nameof(CommandNotFound),
        $"There is no program '{command}' to run.",
        "Give its path, or the name of one in PATH; it must be a file that may be executed. Arguments go into --exec-arg, each in its own.");

    public static CommandLineException CertificateNotReadable(string path, Exception exception) => new(
        nameof(CertificateNotReadable),
        $"The client certificate '{path}' cannot be read: {exception.Message}",
        "Name a PFX file with its password (--certificate-password-env), or a PEM file with its key (--certificate-key).",
        exception);

    public static WebhookException InputNotSingle() => new(
        WebhookErrorKind.InvalidData,
        nameof(InputNotSingle),
        "The input holds more than one JSON value, and a request carries one.",
        "Send each as a request of its own with --each, or all in an array with --as-array.");

    public static WebhookException InputEmpty() => new(
        WebhookErrorKind.InvalidData,
        nameof(InputEmpty),
        "The input holds no JSON value.",
        "Give one with --body, --in-file or on standard input; an empty body is sent as it is without --flatten, --omit-null, --as-array and --each.");
}
