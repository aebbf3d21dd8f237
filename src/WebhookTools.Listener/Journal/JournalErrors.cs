using System.Globalization;
using WebhookTools.Core;

namespace WebhookTools.Listener.Journal;

/// <summary>What users are told when a journal cannot be opened, written or read. A factory's name is the error's id.</summary>
internal static class JournalErrors
{
    public static WebhookException JournalPathMissing() => new(
        WebhookErrorKind.InvalidArgument,
        nameof(JournalPathMissing),
        "The journal's path is empty; the path of a file was expected.",
        "Give a path such as webhook.log.");

    public static WebhookException JournalPathInvalid() => new(
        WebhookErrorKind.InvalidArgument,
        nameof(JournalPathInvalid),
        "The journal's path holds a zero character, which no file's name may have.",
        "Give a path such as webhook.log.");

    public static WebhookException JournalOptionOutOfRange(string option, string value, string allowed) => new(
        WebhookErrorKind.InvalidArgument,
        nameof(JournalOptionOutOfRange),
        $"{option} is {value}; {allowed} was expected.",
        $"Give {option} a value within its range.");

    public static WebhookException JournalPathIsNotAFile(string path) => new(
        WebhookErrorKind.InvalidArgument,
        nameof(JournalPathIsNotAFile),
        $"The journal's path '{path}' is a folder or a device; a file was expected.",
        "Add a file's name, such as webhook.log, to the path.");

    public static WebhookException JournalInUse(string path, int? owner) => new(
        WebhookErrorKind.ResourceUnavailable,
        nameof(JournalInUse),
        owner is int process
            ? string.Create(CultureInfo.InvariantCulture, $"The journal '{path}' is in use by process {process}; one listener at a time may write to it.")
            : $"The journal '{path}' is in use by another process; one listener at a time may write to it.",
        "Stop the other listener, or give this one a path of its own.");

    public static WebhookException JournalFolderNotWritable(string path, Exception cause) => new(
        WebhookErrorKind.PermissionDenied,
        nameof(JournalFolderNotWritable),
        $"The journal '{path}' cannot be written: {cause.Message}",
        "Give the listener's user the right to write to the journal's folder, or choose another one.",
        cause);

    public static WebhookException JournalUnavailable(string path, Exception cause) => new(
        WebhookErrorKind.ResourceUnavailable,
        nameof(JournalUnavailable),
        $"The journal '{path}' cannot be opened: {cause.Message}",
        "Make sure that the journal's folder can be reached and that its disk is in order.",
        cause);

    public static WebhookException NotAJournal(string path) => new(
        WebhookErrorKind.InvalidData,
        nameof(NotAJournal),
        $"The file '{path}' is no journal of this program, and it was left untouched.",
        "Choose a path where no other file is.");

    public static WebhookException JournalFormatDiffers(string path, JournalFormat expected) => new(
        WebhookErrorKind.InvalidArgument,
        nameof(JournalFormatDiffers),
        $"The journal '{path}' does not hold the log format {expected} that was asked for, but the other one.",
        "Keep the log format, or choose another path for the new one.");

    public static WebhookException JournalWriteFailed(string path, Exception cause) => new(
        WebhookErrorKind.WriteFailed,
        nameof(JournalWriteFailed),
        $"The journal '{path}' could not be written: {cause.Message}",
        "Make room on the disk or put it in order; the journal goes on by itself.",
        cause);

    public static WebhookException JournalNotFound(string path) => new(
        WebhookErrorKind.NotFound,
        nameof(JournalNotFound),
        $"There is no journal at '{path}', neither an active file nor a rotated one.",
        "Give the path that the listener writes to, as webhook.log.");

    public static WebhookException JournalUnreadable(string path, Exception cause) => new(
        cause is UnauthorizedAccessException ? WebhookErrorKind.PermissionDenied : WebhookErrorKind.ResourceUnavailable,
        nameof(JournalUnreadable),
        $"The journal's file '{path}' cannot be read: {cause.Message}",
        "Make sure that the file may be read by this user and that its disk is in order.",
        cause);

    public static WebhookException JournalIsText(string path) => new(
        WebhookErrorKind.InvalidData,
        nameof(JournalIsText),
        $"The journal's file '{path}' is in the log format Text, which is for people; only the format Json can be read back.",
        "Read the file as text, or start the listener with the log format Json.");
}
