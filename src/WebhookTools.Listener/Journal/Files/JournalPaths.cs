using System.Globalization;

namespace WebhookTools.Listener.Journal.Files;

/// <summary>
/// Composes and parses the paths of a journal's files, without file access. <c>webhook.log</c> is the active file. The name of a
/// rotated file, for example <c>webhook.00000042.20261120T235958Z-20261121T101502Z.log</c>, contains a sequence number, so that
/// names sort in write order, and the times (UTC) of its earliest and latest entries, so that a reader can skip files outside
/// its time range. Compressed files end in <c>.gz</c>.
/// </summary>
internal sealed class JournalPaths
{
    /// <summary>The suffix of a compressed file.</summary>
    public const string CompressedSuffix = ".gz";

    /// <summary>The suffix of the temporary file of a compression.</summary>
    public const string UnfinishedSuffix = ".gz.tmp";

    private const string TimeFormat = "yyyyMMdd'T'HHmmss'Z'";
    private const int MinimumSequenceDigits = 8;
    private static readonly int TimeLength = "20261121T101502Z".Length;
    private readonly string _stem;
    private readonly string _extension;

    /// <summary>Creates the paths of a journal.</summary>
    /// <param name="activePath">The full path of the active file.</param>
    public JournalPaths(string activePath)
    {
        Active = activePath;
        Folder = Path.GetDirectoryName(activePath) ?? activePath;
        _stem = Path.GetFileNameWithoutExtension(activePath);
        _extension = Path.GetExtension(activePath);
    }

    public string Active { get; }

    public string Folder { get; }

    /// <summary>The file on which the process that owns the journal holds a lock.</summary>
    public string Lock => Active + ".lock";

    /// <summary>The temporary file that tests whether the disk is writable.</summary>
    public string Probe => Active + ".probe";

    /// <summary>The prefix of every rotated file's name.</summary>
    public string RotatedPrefix => _stem + ".";

    /// <summary>Returns the path of an uncompressed rotated file.</summary>
    public string Rotated(long sequence, DateTimeOffset first, DateTimeOffset last) => Path.Combine(
        Folder,
        string.Create(
            CultureInfo.InvariantCulture,
            $"{_stem}.{sequence:D8}.{Format(first)}-{Format(last)}{_extension}"));

    /// <summary>Parses a file name. Returns false if it is not the name of a rotated file of this journal.</summary>
    public bool TryParse(string path, out RotatedFile? file)
    {
        file = null;
        ReadOnlySpan<char> name = Path.GetFileName(path.AsSpan());
        bool isCompressed = name.EndsWith(CompressedSuffix, StringComparison.Ordinal);
        if (isCompressed)
        {
            name = name[..^CompressedSuffix.Length];
        }

        if (!TryTrim(ref name, RotatedPrefix, _extension))
        {
            return false;
        }

        int dot = name.IndexOf('.');
        if (dot < MinimumSequenceDigits
            || !long.TryParse(name[..dot], NumberStyles.None, CultureInfo.InvariantCulture, out long sequence))
        {
            return false;
        }

        ReadOnlySpan<char> times = name[(dot + 1)..];
        if (times.Length != (2 * TimeLength) + 1
            || times[TimeLength] != '-'
            || !TryParseTime(times[..TimeLength], out DateTimeOffset first)
            || !TryParseTime(times[(TimeLength + 1)..], out DateTimeOffset last))
        {
            return false;
        }

        file = new RotatedFile(path, sequence, first, last, isCompressed);
        return true;
    }

    /// <summary>True if the path is the temporary file of a compression of this journal.</summary>
    public bool IsUnfinished(string path) =>
        path.EndsWith(UnfinishedSuffix, StringComparison.Ordinal)
        && TryParse(path[..^UnfinishedSuffix.Length], out RotatedFile? file)
        && !file!.IsCompressed;

    private static bool TryTrim(ref ReadOnlySpan<char> name, string prefix, string suffix)
    {
        if (name.Length < prefix.Length + suffix.Length
            || !name.StartsWith(prefix, StringComparison.Ordinal)
            || !name.EndsWith(suffix, StringComparison.Ordinal))
        {
            return false;
        }

        name = name[prefix.Length..^suffix.Length];
        return true;
    }

    private static string Format(DateTimeOffset time) => time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    private static bool TryParseTime(ReadOnlySpan<char> text, out DateTimeOffset time) => DateTimeOffset.TryParseExact(
        text,
        TimeFormat,
        CultureInfo.InvariantCulture,
        DateTimeStyles.AssumeUniversal,
        out time);
}
