using System.Globalization;

namespace WebhookTools.Listener.Journal;

/// <summary>Where and how accepted webhooks are kept.</summary>
/// <remarks>
/// The active file keeps its name. A rotated one gets a number that counts up and the times (UTC) of its earliest and its
/// latest entry, as <c>webhook.00000042.20261120T235958Z-20261121T101502Z.log</c>, and <c>.gz</c> where it is compressed.
/// Beside them lies <c>webhook.log.lock</c>, on which the one process that writes holds a lock.
/// </remarks>
public sealed record JournalOptions
{
    /// <summary>The size at which Monasca's sample receiver rotates: 24 MiB.</summary>
    public const long DefaultMaximumSize = 25_165_824;

    /// <summary>The smallest <see cref="MaximumSize"/>: 64 KiB.</summary>
    public const long SmallestMaximumSize = 65_536;

    /// <summary>The active file. Its folder must exist or is made.</summary>
    public required string Path { get; init; }

    /// <summary>JSON lines or text blocks. Default: JSON.</summary>
    public JournalFormat Format { get; init; } = JournalFormat.Json;

    /// <summary>What a 2xx promises. Default: synced.</summary>
    public JournalDurability Durability { get; init; } = JournalDurability.Synced;

    /// <summary>Rotates when the active file would grow over this many bytes, at least 64 KiB; 0: never by size. Default: 24 MiB.</summary>
    public long MaximumSize { get; init; } = DefaultMaximumSize;

    /// <summary>Rotates at the first line of a new day, local time. Default: true.</summary>
    public bool RotateDaily { get; init; } = true;

    /// <summary>The most rotated files that are kept, or null for all.</summary>
    public int? RetainedFileCount { get; init; }

    /// <summary>The age at which rotated files are removed, or null for never.</summary>
    public TimeSpan? RetainedAge { get; init; }

    /// <summary>The most bytes of rotated files that are kept, or null for all.</summary>
    public long? RetainedSize { get; init; }

    /// <summary>Compresses rotated files with gzip. Default: false.</summary>
    public bool Compress { get; init; }

    /// <summary>Checks every value.</summary>
    /// <exception cref="WebhookTools.Core.WebhookException">The first one that is not allowed, with what is.</exception>
    public void Validate()
    {
        if (string.IsNullOrWhiteSpace(Path))
        {
            throw JournalErrors.JournalPathMissing();
        }

        Check(nameof(Format), Enum.IsDefined(Format), Format, "Json or Text");
        Check(nameof(Durability), Enum.IsDefined(Durability), Durability, "Synced, Flushed or Buffered");
        Check(nameof(MaximumSize), MaximumSize is 0 or >= SmallestMaximumSize, MaximumSize, $"0 or at least {SmallestMaximumSize} bytes");
        Check(nameof(RetainedFileCount), RetainedFileCount is null or >= 1, RetainedFileCount, "at least 1, or nothing");
        Check(nameof(RetainedAge), RetainedAge is null || RetainedAge > TimeSpan.Zero, RetainedAge, "more than zero, or nothing");
        Check(nameof(RetainedSize), RetainedSize is null or >= 1, RetainedSize, "at least 1 byte, or nothing");
    }

    private static void Check<T>(string option, bool isAllowed, T value, string allowed)
    {
        if (!isAllowed)
        {
            throw JournalErrors.JournalOptionOutOfRange(option, string.Create(CultureInfo.InvariantCulture, $"{value}"), allowed);
        }
    }
}

/// <summary>How the log is written.</summary>
public enum JournalFormat
{
    /// <summary>One JSON object per line. Only this one can be read back.</summary>
    Json,

    /// <summary>
    /// Bodies, indented by two, between the marker lines of Monasca's sample receiver, for people and legacy monitors.
    /// The markers stand alone on their lines; no time and no level stands before them.
    /// </summary>
    Text,
}

/// <summary>What a 2xx promises.</summary>
public enum JournalDurability
{
    /// <summary>On the device (fsync): survives a power cut.</summary>
    Synced,

    /// <summary>With the operating system: survives the process's end.</summary>
    Flushed,

    /// <summary>In the process's memory, written within a second: survives nothing.</summary>
    Buffered,
}
