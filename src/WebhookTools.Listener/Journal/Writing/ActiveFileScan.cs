using System.Runtime.InteropServices;
using WebhookTools.Listener.Journal.Files;
using WebhookTools.Listener.Journal.Storage;

namespace WebhookTools.Listener.Journal.Writing;

/// <summary>The result of scanning an existing active file.</summary>
/// <param name="WholeLength">The offset in bytes of the end of the last complete entry.</param>
/// <param name="TimeRange">The times of the entries, or null if there are none.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ActiveFileScan(long WholeLength, EntryTimeRange? TimeRange)
{
    private const int ChunkSize = 1024 * 1024;

    // Enough for the id and the time, which come first in a line.
    private const int HeadSize = 512;

    private static ReadOnlySpan<byte> LineBreakAndStart => "\n{\"id\":\""u8;

    /// <summary>Reads the file once, in constant memory.</summary>
    /// <exception cref="WebhookTools.Core.WebhookException">The file is not a journal, or is in another format.</exception>
    public static ActiveFileScan Read(IJournalFile file, string path, JournalFormat format)
    {
        long wholeLength = 0;
        EntryTimeRange? range = null;
        long offset = 0;
        byte[] chunk = new byte[ChunkSize];
        var line = new Line();
        while (true)
        {
            int read = file.Read(chunk, offset);
            if (read == 0)
            {
                break;
            }

            if (offset == 0)
            {
                CheckStart(chunk.AsSpan(0, read), file.Length, path, format);
            }

            ReadOnlySpan<byte> rest = chunk.AsSpan(0, read);
            while (!rest.IsEmpty)
            {
                int end = rest.IndexOf((byte)'\n');
                ReadOnlySpan<byte> part = end < 0 ? rest : rest[..end];
                line.Add(part);
                offset += part.Length;
                if (end < 0)
                {
                    break;
                }

                offset++;
                rest = rest[(end + 1)..];
                if (format == JournalFormat.Text ? line.IsEndMarker : !line.HasHole)
                {
                    wholeLength = offset;
                    if (line.ReceivedAt is DateTimeOffset receivedAt)
                    {
                        range = range?.With(receivedAt) ?? EntryTimeRange.Of(receivedAt);
                    }
                }

                line.Clear();
            }
        }

        // Text blocks contain no time of receipt.
        return new ActiveFileScan(wholeLength, wholeLength > 0 ? range ?? EntryTimeRange.Of(file.LastWrittenAt) : null);
    }

    private static void CheckStart(ReadOnlySpan<byte> bytes, long length, string path, JournalFormat format)
    {
        (bool isExpected, bool isOther) = format == JournalFormat.Text
            ? (IsText(bytes), IsJson(bytes))
            : (IsJson(bytes), IsText(bytes));
        if (!isExpected && !IsHole(bytes, length))
        {
            throw isOther ? JournalErrors.JournalFormatDiffers(path, format) : JournalErrors.NotAJournal(path);
        }
    }

    // Also checks the second member's name, because another program's JSON file must not be truncated.
    private static bool IsJson(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> start = JournalMembers.LineStart;
        if (!MatchesStart(bytes, start) || bytes.Length <= start.Length)
        {
            return MatchesStart(bytes, start);
        }

        ReadOnlySpan<byte> rest = bytes[start.Length..];
        int quote = rest.IndexOf((byte)'"');
        return quote < 0 ? bytes.Length < HeadSize : MatchesStart(rest[quote..], JournalMembers.LineStartAfterId);
    }

    private static bool IsText(ReadOnlySpan<byte> bytes) => MatchesStart(bytes, JournalMembers.TextPrefix);

    // A power failure may leave zeros in place of the first writes, with or without complete lines after them.
    private static bool IsHole(ReadOnlySpan<byte> bytes, long length) =>
        bytes[0] == 0
        && ((!bytes.ContainsAnyExcept((byte)0) && length == bytes.Length)
            || bytes.IndexOf(LineBreakAndStart) >= 0
            || bytes.IndexOf(JournalMembers.TextPrefix) >= 0);

    private static bool MatchesStart(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> start)
    {
        int length = Math.Min(bytes.Length, start.Length);
        return bytes[..length].SequenceEqual(start[..length]);
    }

    private sealed class Line
    {
        private readonly byte[] _head = new byte[HeadSize];
        private int _headLength;
        private long _length;

        /// <summary>True if the line contains zeros: disk blocks that were not written before a power failure.</summary>
        public bool HasHole { get; private set; }

        public bool IsEndMarker => _length == JournalMembers.TextEnd.Length && Head.SequenceEqual(JournalMembers.TextEnd);

        public DateTimeOffset? ReceivedAt => JournalLineHead.TryReadReceivedAt(Head, out DateTimeOffset receivedAt) ? receivedAt : null;

        private ReadOnlySpan<byte> Head => _head.AsSpan(0, _headLength);

        public void Add(ReadOnlySpan<byte> part)
        {
            int taken = Math.Min(part.Length, HeadSize - _headLength);
            part[..taken].CopyTo(_head.AsSpan(_headLength));
            _headLength += taken;
            _length += part.Length;
            HasHole = HasHole || part.Contains((byte)0);
        }

        public void Clear()
        {
            _headLength = 0;
            _length = 0;
            HasHole = false;
        }
    }
}
