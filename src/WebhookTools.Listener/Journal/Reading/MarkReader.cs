using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using WebhookTools.Listener.Journal.Files;

namespace WebhookTools.Listener.Journal.Reading;

/// <summary>What the listener needs of an entry to recognize its repeats. See <see cref="JournalEntry.Marks"/>.</summary>
internal sealed record MarkedEntry(string Id, DateTimeOffset ReceivedAt, IReadOnlyList<string> Marks);

/// <summary>Reads the marks of the newest entries from the end of a journal, in either format. Only the listener that owns the journal reads them, before it appends.</summary>
internal static class MarkReader
{
    /// <summary>Reads the entries since a time, newest first except within a compressed file. Entries of the text format that have no marks are left out.</summary>
    /// <exception cref="WebhookTools.Core.WebhookException">The journal cannot be read.</exception>
    public static async IAsyncEnumerable<MarkedEntry> ReadAsync(string path, DateTimeOffset since, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach ((FileStream file, string filePath) in Open(new JournalPaths(JournalFolder.Resolve(path)), since))
        {
            await using (file)
            {
                bool isCompressed = filePath.EndsWith(JournalPaths.CompressedSuffix, StringComparison.Ordinal);
                await foreach (ReadOnlyMemory<byte> line in isCompressed ? ReadForwardAsync(file, cancellationToken) : ReadBackwardAsync(file, cancellationToken))
                {
                    if (TryRead(line.Span) is not { } entry)
                    {
                        continue;
                    }

                    if (entry.ReceivedAt >= since)
                    {
                        yield return entry;
                    }
                    else if (!isCompressed && entry.ReceivedAt < since - RotationPolicy.Disorder)
                    {
                        yield break;
                    }
                }
            }
        }
    }

    /// <summary>Opens the files that may have entries since a time, newest first.</summary>
    private static IEnumerable<(FileStream File, string Path)> Open(JournalPaths paths, DateTimeOffset since)
    {
        var opener = new JournalFileOpener(paths, new ReadContext(AlertQuery.All, OnDamaged: null, OnOpened: null));
        if (opener.TryOpenActive() is { } active)
        {
            yield return (active, paths.Active);
        }

        foreach (RotatedFile rotated in JournalFolder.FindRotated(paths).Reverse().Where(file => file.Overlaps(since, until: null)))
        {
            if (opener.TryOpenRotated(rotated) is { } opened)
            {
                yield return opened;
            }
        }
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadBackwardAsync(FileStream file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var lines = new BackwardLineReader(file);
        while (await lines.ReadAsync(cancellationToken))
        {
            yield return lines.Line;
        }
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadForwardAsync(FileStream file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var content = new GZipStream(file, CompressionMode.Decompress);
        var lines = new LineReader(content, long.MaxValue);
        while (await lines.ReadAsync(cancellationToken))
        {
            yield return lines.Line;
        }
    }

    private static MarkedEntry? TryRead(ReadOnlySpan<byte> line)
    {
        if (line.StartsWith(JournalMembers.TextMarks))
        {
            return TryReadText(line[JournalMembers.TextMarks.Length..]);
        }

        try
        {
            return line.StartsWith(JournalMembers.LineStart) ? TryReadJson(line) : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            // The line is damaged.
            return null;
        }
    }

    private static MarkedEntry? TryReadText(ReadOnlySpan<byte> line)
    {
        string[] words = Encoding.ASCII.GetString(line).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length > 2 && DateTimeOffset.TryParseExact(words[1], "O", System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal, out DateTimeOffset receivedAt)
            ? new MarkedEntry(words[0], receivedAt, words[2..^1])
            : null;
    }

    /// <summary>Reads the members before the headers, which follow the marks.</summary>
    private static MarkedEntry? TryReadJson(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line);
        string? id = null;
        DateTimeOffset? receivedAt = null;
        var marks = new List<string>();
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isMarks = reader.ValueTextEquals(JournalMembers.Marks);
            if (isMarks || reader.ValueTextEquals(JournalMembers.Headers) || reader.ValueTextEquals(JournalMembers.Alerts))
            {
                while (isMarks && reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    if (reader.TokenType == JsonTokenType.String)
                    {
                        marks.Add(reader.GetString()!);
                    }
                }

                break;
            }

            bool isId = reader.ValueTextEquals(JournalMembers.Id);
            bool isTime = reader.ValueTextEquals(JournalMembers.ReceivedAt);
            reader.Read();
            if (isId)
            {
                id = reader.GetString();
            }
            else if (isTime)
            {
                receivedAt = reader.GetDateTimeOffset();
            }
        }

        return id is not null && receivedAt is { } time ? new MarkedEntry(id, time, marks) : null;
    }
}
