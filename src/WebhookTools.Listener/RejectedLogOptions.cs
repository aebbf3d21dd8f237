using WebhookTools.Core.Signatures;
using WebhookTools.Listener.Journal;

namespace WebhookTools.Listener;

/// <summary>
/// Where webhooks are kept whose signature was refused, to find out why: lines as the journal's, with the verdict. What a
/// stranger can fill it with is bounded: the size of its files and their number, the entries of a minute, the bytes of a body.
/// </summary>
public sealed record RejectedLogOptions
{
    /// <summary>The size at which the active file is rotated: 8 MiB.</summary>
    public const long DefaultMaximumSize = 8_388_608;

    /// <summary>The active file. Its folder must exist or is made.</summary>
    public required string Path { get; init; }

    /// <summary>Rotates when the active file would grow over this many bytes, at least 64 KiB. Default: 8 MiB.</summary>
    public long MaximumSize { get; init; } = DefaultMaximumSize;

    /// <summary>How many rotated files are kept, at least 1. Default: 3.</summary>
    public int RetainedFileCount { get; init; } = 3;

    /// <summary>The path beside a journal: <c>webhook.log</c> has <c>webhook.rejected.log</c>.</summary>
    public static string PathBeside(string journalPath) =>
        System.IO.Path.ChangeExtension(journalPath, ".rejected" + System.IO.Path.GetExtension(journalPath));

    /// <summary>As options of a journal. Nothing was promised to the sender: what is in memory when the power fails is lost.</summary>
    internal JournalOptions ToJournal() => new()
    {
        Path = Path,
        MaximumSize = MaximumSize,
        RetainedFileCount = RetainedFileCount,
        RotateDaily = false,
        Durability = JournalDurability.Buffered,
    };

    /// <summary>What the journal says of a signature with that verdict, as <c>header-missing</c>.</summary>
    internal static string Describe(SignatureVerdict verdict) => verdict switch
    {
        SignatureVerdict.Expired => "expired",
        SignatureVerdict.NotYetValid => "not-yet-valid",
        SignatureVerdict.HeaderMissing => "header-missing",
        SignatureVerdict.HeaderMalformed => "header-malformed",
        _ => "invalid",
    };
}
