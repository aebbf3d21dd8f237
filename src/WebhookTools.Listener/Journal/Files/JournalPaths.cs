using System.Globalization;

namespace WebhookTools.Listener.Journal.Files;

/// <summary>
/// The paths of a journal's files. <c>webhook.log</c> is the active one; a rotated one is
/// <c>webhook.00000042.20261120T235958Z-20261121T101502Z.log</c>: a number that counts up, so that paths sort as they
/// were written, and the times (UTC) of the earliest and the latest entry in it, so that a reader need not open what
/// it does not look for. <c>.gz</c> follows where it is compressed. Pure: it touches no disk.
/// </summary>
internal sealed class JournalPaths
{
    /// <summary>What a gzipped file's name ends with.</summary>
    public const string CompressedSuffix = ".gz";

    /// <summary>What the name of a file ends with that is being compressed into.</summary>
    public const string UnfinishedSuffix = ".gz.tmp";

    private const string TimeFormat = "yyyyMMdd'T'HHmmss'Z'";
    private const int MinimumSequenceDigits = 8;
    private static readonly int TimeLength = "20261121T101502Z".Length;
    private readonly string _stem;
    private readonly string _extension;

    /// <summary>Creates the paths of the journal whose active file this is.</summary>
    /// <param name="activePath">A full path.</param>
    public JournalPaths(string activePath)
    {
        Active = activePath;
        Folder = Path.GetDirectoryName(activePath) ?? activePath;
        _stem = Path.GetFileNameWithoutExtension(activePath);
        _extension = Path.GetExtension(activePath);
    }

    /// <summary>The active file.</summary>
    public string Active { get; }

    /// <summary>The folder of all of them.</summary>
    public string Folder { get; }

    /// <summary>The file whose lock says who owns the journal.</summary>
    public string Lock => Active + ".lock";

    /// <summary>A file that is written and removed again to see whether the disk takes anything.</summary>
    public string Probe => Active + ".probe";

    /// <summary>What every rotated file's name begins with, for a search of the folder.</summary>
    public string RotatedPrefix => _stem + ".";

    /// <summary>The path of a rotated file that is not compressed.</summary>
    public string Rotated(long sequence, DateTimeOffset first, DateTimeOffset last) => Path.Combine(
        Folder,
        string.Create(
            CultureInfo.InvariantCulture,
            $"{_stem}.{sequence:D8}.{Format(first)}-{Format(last)}{_extension}"));

    /// <summary>Reads a file's name; false if it is not that of a rotated file of this journal.</summary>
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

    /// <summary>Whether this is the name of a file that a compression of this journal did not finish.</summary>
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
