using System.Globalization;
using WebhookTools.Core;

namespace WebhookTools.Listener.Journal;

/// <summary>Creates the errors for a journal that cannot be opened, written or read. The method's name is the error id.</summary>
internal static class JournalErrors
{
    public static WebhookException JournalPathMissing() => new(
        WebhookErrorKind.InvalidArgument,
        nameof(JournalPathMissing),
        "The journal path is empty.",
        "Specify a file path, for example webhook.log.");

    public static WebhookException JournalPathInvalid() => new(
        WebhookErrorKind.InvalidArgument,
        nameof(JournalPathInvalid),
        "The journal path contains a null character, which file names cannot contain.",
        "Specify a file path, for example webhook.log.");

    public static WebhookException JournalOptionOutOfRange(string option, string value, string allowed) => new(
        WebhookErrorKind.InvalidArgument,
        nameof(JournalOptionOutOfRange),
        $"{option} is {value}. The value must be {allowed}.",
        $"Set {option} to a value in the allowed range.");

    public static WebhookException JournalPathIsNotAFile(string path) => new(
        WebhookErrorKind.InvalidArgument,
        nameof(JournalPathIsNotAFile),
        $"The journal path '{path}' is a folder or a device. A file was expected.",
        "Add a file name to the path, for example webhook.log.");

    public static WebhookException JournalInUse(string path, int? owner) => new(
        WebhookErrorKind.ResourceUnavailable,
        nameof(JournalInUse),
        owner is int process
            ? string.Create(CultureInfo.InvariantCulture, $"The journal '{path}' is in use by process {process}. Only one listener can write to a journal at a time.")
            : $"The journal '{path}' is in use by another process. Only one listener can write to a journal at a time.",
        "Stop the other listener, or use a different journal path.");

    public static WebhookException JournalLockInvalid(string path) => new(
        WebhookErrorKind.InvalidData,
        nameof(JournalLockInvalid),
        $"The lock file '{path}' is a link or another program's file. A file was expected that a listener created. It was not changed.",
        "Find out who created it, and delete it. Use a folder that only the listener's user can write to.");

    public static WebhookException JournalFolderNotWritable(string path, Exception cause) => new(
        WebhookErrorKind.PermissionDenied,
        nameof(JournalFolderNotWritable),
        $"Access to the journal '{path}' was denied: {cause.Message}",
        "Grant the listener's user write permission on the journal's folder, or use a different path.",
        cause);

    public static WebhookException JournalUnavailable(string path, Exception cause) => new(
        WebhookErrorKind.ResourceUnavailable,
        nameof(JournalUnavailable),
        $"Could not open the journal '{path}': {cause.Message}",
        "Check that the journal's folder is accessible and that its disk works.",
        cause);

    public static WebhookException NotAJournal(string path) => new(
        WebhookErrorKind.InvalidData,
        nameof(NotAJournal),
        $"The file '{path}' is not a WebhookTools journal. It was not changed.",
        "Use a path at which no other file exists.");

    public static WebhookException JournalFormatDiffers(string path, JournalFormat expected) => new(
        WebhookErrorKind.InvalidArgument,
        nameof(JournalFormatDiffers),
        $"The journal '{path}' is not in the requested log format {expected}. It was written in the other format.",
        "Keep the log format, or use a different path for the new format.");

    public static WebhookException JournalWriteFailed(string path, Exception cause) => new(
        WebhookErrorKind.WriteFailed,
        nameof(JournalWriteFailed),
        $"Could not write to the journal '{path}': {cause.Message}",
        "Free disk space or repair the disk. The journal then recovers automatically.",
        cause);

    public static WebhookException JournalNotFound(string path) => new(
        WebhookErrorKind.NotFound,
        nameof(JournalNotFound),
        $"No journal was found at '{path}': neither the active file nor a rotated file exists.",
        "Specify the path that the listener writes to, for example webhook.log.");

    public static WebhookException JournalUnreadable(string path, Exception cause) => new(
        cause is UnauthorizedAccessException ? WebhookErrorKind.PermissionDenied : WebhookErrorKind.ResourceUnavailable,
        nameof(JournalUnreadable),
        $"Could not read the journal file '{path}': {cause.Message}",
        "Check that the current user has read permission on the file and that its disk works.",
        cause);

    public static WebhookException JournalIsText(string path) => new(
        WebhookErrorKind.InvalidData,
        nameof(JournalIsText),
        $"The journal file '{path}' is in the Text log format. Only the Json format can be read.",
        "Open the file in a text viewer, or start the listener with the Json log format.");
}
