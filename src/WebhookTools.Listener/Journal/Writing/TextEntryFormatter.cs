using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using WebhookTools.Core.Payloads;
using WebhookTools.Core.Payloads.Rewriting;

namespace WebhookTools.Listener.Journal.Writing;

/// <summary>
/// Formats an entry as Monasca's sample receiver logs it: the body, indented by two spaces, between two marker lines.
/// A body that is not JSON is written as a JSON string, or as an object with <c>bodyBase64</c> if it is not valid UTF-8, so
/// that a body cannot imitate a marker. A line before the block holds the marks of the entry, if it has any.
/// </summary>
internal sealed class TextEntryFormatter : IEntryFormatter
{
    private TextEntryFormatter()
    {
    }

    public static TextEntryFormatter Instance { get; } = new();

    /// <inheritdoc/>
    public void Format(JournalEntry entry, ByteBuffer destination)
    {
        WriteMarks(entry, destination);
        destination.Append(JournalMembers.TextStart);
        destination.Append((byte)'\n');
        int mark = destination.Length;
        if (!entry.IsJson || entry.Body.IsEmpty || !JsonReformatter.TryAppend(entry.Body.Span, JsonLayout.IndentedByTwo, destination))
        {
            destination.Length = mark;
            WriteOther(entry.Body.Span, destination);
        }

        destination.Append((byte)'\n');
        destination.Append(JournalMembers.TextEnd);
        destination.Append((byte)'\n');
    }

    private static void WriteMarks(JournalEntry entry, ByteBuffer destination)
    {
        if (entry.Marks.Count > 0)
        {
            destination.Append(JournalMembers.TextMarks);
            destination.Append(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{entry.Id} {entry.ReceivedAt.UtcDateTime:O} {string.Join(' ', entry.Marks)}")));
            destination.Append(JournalMembers.TextMarksEnd);
            destination.Append((byte)'\n');
        }
    }

    private static void WriteOther(ReadOnlySpan<byte> body, ByteBuffer destination)
    {
        using var writer = new Utf8JsonWriter(destination, new JsonWriterOptions
        {
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            Indented = true,
            IndentSize = 2,
            NewLine = "\n",
        });
        if (System.Text.Unicode.Utf8.IsValid(body))
        {
            writer.WriteStringValue(Encoding.UTF8.GetString(body));
        }
        else
        {
            writer.WriteStartObject();
            writer.WriteBase64String(JournalMembers.BodyBase64, body);
            writer.WriteEndObject();
        }
    }
}
