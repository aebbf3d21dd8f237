using System.Globalization;

namespace WebhookTools.Listener.Journal;

/// <summary>The location, format, durability and retention of a journal.</summary>
/// <remarks>
/// The active file keeps its name. The name of a rotated file contains a sequence number and the times (UTC) of its earliest
/// and latest entries, for example <c>webhook.00000042.20261120T235958Z-20261121T101502Z.log</c>, followed by <c>.gz</c> if the
/// file is compressed. The writing process holds a lock on the active file and on <c>webhook.log.lock</c> in the same folder.
/// Other processes can read while it writes. A symbolic link as the active file is followed when the journal is opened: the other
/// files are beside its target. On Unix, new files have the mode 0600.
/// </remarks>
public sealed record JournalOptions
{
    /// <summary>The default <see cref="MaximumSize"/>: 24 MiB, the size at which Monasca's sample receiver rotates.</summary>
    public const long DefaultMaximumSize = 25_165_824;

    /// <summary>The smallest <see cref="MaximumSize"/>: 64 KiB.</summary>
    public const long SmallestMaximumSize = 65_536;

    /// <summary>The path of the active file. Its folder is created if it does not exist.</summary>
    public required string Path { get; init; }

    /// <summary>The file format. The default is <see cref="JournalFormat.Json"/>.</summary>
    public JournalFormat Format { get; init; } = JournalFormat.Json;

    /// <summary>The guarantee that a 2xx response gives. The default is <see cref="JournalDurability.Synced"/>.</summary>
    public JournalDurability Durability { get; init; } = JournalDurability.Synced;

    /// <summary>The size in bytes above which the active file is rotated: at least 64 KiB, or 0 to disable rotation by size. The default is 24 MiB.</summary>
    public long MaximumSize { get; init; } = DefaultMaximumSize;

    /// <summary>True to rotate before the first entry of a new day in local time. The default is true.</summary>
    public bool RotateDaily { get; init; } = true;

    /// <summary>The maximum number of rotated files to keep, or null for no limit.</summary>
    public int? RetainedFileCount { get; init; }

    /// <summary>
    /// The age at which rotated files are removed, or null for no limit. A clock that has jumped ahead removes no file until it has
    /// run steadily for 12 hours.
    /// </summary>
    public TimeSpan? RetainedAge { get; init; }

    /// <summary>The maximum total size of rotated files in bytes, or null for no limit.</summary>
    public long? RetainedSize { get; init; }

    /// <summary>True to compress rotated files with gzip. The default is false.</summary>
    public bool Compress { get; init; }

    /// <summary>Validates the options.</summary>
    /// <exception cref="WebhookTools.Core.WebhookException">An option is out of range.</exception>
    public void Validate()
    {
        if (string.IsNullOrWhiteSpace(Path))
        {
            throw JournalErrors.JournalPathMissing();
        }

        Check(nameof(Format), Enum.IsDefined(Format), Format, "Json or Text");
        Check(nameof(Durability), Enum.IsDefined(Durability), Durability, "Synced, Flushed or Buffered");
        Check(nameof(MaximumSize), MaximumSize is 0 or >= SmallestMaximumSize, MaximumSize, $"0 or at least {SmallestMaximumSize} bytes");
        Check(nameof(RetainedFileCount), RetainedFileCount is null or >= 1, RetainedFileCount, "at least 1");
        Check(nameof(RetainedAge), RetainedAge is null || RetainedAge > TimeSpan.Zero, RetainedAge, "greater than zero");
        Check(nameof(RetainedSize), RetainedSize is null or >= 1, RetainedSize, "at least 1 byte");
    }

    private static void Check<T>(string option, bool isAllowed, T value, string allowed)
    {
        if (!isAllowed)
        {
            throw JournalErrors.JournalOptionOutOfRange(option, string.Create(CultureInfo.InvariantCulture, $"{value}"), allowed);
        }
    }
}

/// <summary>The file format of a journal.</summary>
public enum JournalFormat
{
    /// <summary>One JSON object per line. Only this format can be read back.</summary>
    Json,

    /// <summary>
    /// Indented bodies between the marker lines of Monasca's sample receiver, for people and legacy monitors. Each marker is
    /// alone on its line, without a time or level before it. Another line, before the marker, holds an entry's marks.
    /// </summary>
    Text,
}

/// <summary>The durability that a 2xx response guarantees.</summary>
public enum JournalDurability
{
    /// <summary>On the device (fsync). Survives a power failure.</summary>
    Synced,

    /// <summary>In the operating system's cache. Survives the end of the process, but not a power failure.</summary>
    Flushed,

    /// <summary>In the process's memory, written within a second. Does not survive the end of the process.</summary>
    Buffered,
}
