using WebhookTools.Core.Signatures;
using WebhookTools.Listener.Journal;

namespace WebhookTools.Listener;

/// <summary>
/// The log of webhooks whose signature was rejected, for finding the cause: journal lines with the verdict. Because anyone can cause
/// entries, the size and number of its files, the entries per minute and the bytes of a body are limited.
/// </summary>
public sealed record RejectedLogOptions
{
    /// <summary>The default of <see cref="MaximumSize"/>: 8 MiB.</summary>
    public const long DefaultMaximumSize = 8_388_608;

    /// <summary>The path of the active file. Its folder is created if it does not exist.</summary>
    public required string Path { get; init; }

    /// <summary>The maximum size of the active file in bytes, at least 64 KiB. A line that would exceed it rotates the file. The default is 8 MiB.</summary>
    public long MaximumSize { get; init; } = DefaultMaximumSize;

    /// <summary>The number of rotated files to keep, at least 1. The default is 3.</summary>
    public int RetainedFileCount { get; init; } = 3;

    /// <summary>Returns the default path for a journal: <c>webhook.rejected.log</c> for <c>webhook.log</c>.</summary>
    public static string PathBeside(string journalPath) =>
        System.IO.Path.ChangeExtension(journalPath, ".rejected" + System.IO.Path.GetExtension(journalPath));

    /// <summary>Returns the options of the journal that is the log. The sender was promised nothing, so entries are buffered.</summary>
    internal JournalOptions ToJournal() => new()
    {
        Path = Path,
        MaximumSize = MaximumSize,
        RetainedFileCount = RetainedFileCount,
        RotateDaily = false,
        Durability = JournalDurability.Buffered,
    };

    /// <summary>Returns the journal's word for a verdict, such as <c>header-missing</c>.</summary>
    internal static string Describe(SignatureVerdict verdict) => verdict switch
    {
        SignatureVerdict.Expired => "expired",
        SignatureVerdict.NotYetValid => "not-yet-valid",
        SignatureVerdict.HeaderMissing => "header-missing",
        SignatureVerdict.HeaderMalformed => "header-malformed",
        _ => "invalid",
    };
}
