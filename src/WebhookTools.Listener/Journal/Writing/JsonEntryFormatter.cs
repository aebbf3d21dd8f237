using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using WebhookTools.Core.Alerts;
using WebhookTools.Core.Payloads;
using WebhookTools.Core.Payloads.Rewriting;

namespace WebhookTools.Listener.Journal.Writing;

/// <summary>
/// Formats an entry as one line of JSON. The first members are <c>id</c> and <c>receivedAt</c>, the last one is the body. A JSON body is
/// written readably on the same line. Since its signature covers the bytes that were received, these can be recovered:
/// white space at the end follows as <c>bodyTail</c>; if the body had several lines, or started with white space or a byte-order mark, all
/// of its bytes follow as <c>bodyBase64</c>.
/// </summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "The writer holds no resource; it writes to a buffer in memory.")]
internal sealed class JsonEntryFormatter : IEntryFormatter
{
    private static readonly JsonEncodedText Id = JsonEncodedText.Encode(JournalMembers.Id);
    private static readonly JsonEncodedText ReceivedAt = JsonEncodedText.Encode(JournalMembers.ReceivedAt);
    private static readonly JsonEncodedText Protocol = JsonEncodedText.Encode(JournalMembers.Protocol);
    private static readonly JsonEncodedText Path = JsonEncodedText.Encode(JournalMembers.Path);
    private static readonly JsonEncodedText Query = JsonEncodedText.Encode(JournalMembers.Query);
    private static readonly JsonEncodedText BaseUri = JsonEncodedText.Encode(JournalMembers.BaseUri);
    private static readonly JsonEncodedText Event = JsonEncodedText.Encode(JournalMembers.Event);
    private static readonly JsonEncodedText Remote = JsonEncodedText.Encode(JournalMembers.Remote);
    private static readonly JsonEncodedText Signature = JsonEncodedText.Encode(JournalMembers.Signature);
    private static readonly JsonEncodedText Marks = JsonEncodedText.Encode(JournalMembers.Marks);
    private static readonly JsonEncodedText Reason = JsonEncodedText.Encode(JournalMembers.Reason);
    private static readonly JsonEncodedText BodyLength = JsonEncodedText.Encode(JournalMembers.BodyLength);
    private static readonly JsonEncodedText Headers = JsonEncodedText.Encode(JournalMembers.Headers);
    private static readonly JsonEncodedText Alerts = JsonEncodedText.Encode(JournalMembers.Alerts);
    private static readonly JsonEncodedText Name = JsonEncodedText.Encode(JournalMembers.Name);
    private static readonly JsonEncodedText Status = JsonEncodedText.Encode(JournalMembers.Status);
    private static readonly JsonEncodedText Severity = JsonEncodedText.Encode(JournalMembers.Severity);
    private static readonly JsonEncodedText Fingerprint = JsonEncodedText.Encode(JournalMembers.Fingerprint);
    private static readonly JsonEncodedText Summary = JsonEncodedText.Encode(JournalMembers.Summary);
    private static readonly JsonEncodedText Labels = JsonEncodedText.Encode(JournalMembers.Labels);
    private static readonly JsonEncodedText Annotations = JsonEncodedText.Encode(JournalMembers.Annotations);
    private static readonly JsonEncodedText StartsAt = JsonEncodedText.Encode(JournalMembers.StartsAt);
    private static readonly JsonEncodedText EndsAt = JsonEncodedText.Encode(JournalMembers.EndsAt);

    private readonly Utf8JsonWriter _writer = new(Stream.Null, new JsonWriterOptions
    {
        // Journals are read by people and grep and never embedded in HTML.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    });

    /// <inheritdoc/>
    public void Format(JournalEntry entry, ByteBuffer destination)
    {
        _writer.Reset(destination);
        _writer.WriteStartObject();
        _writer.WriteString(Id, entry.Id);
        _writer.WriteString(ReceivedAt, entry.ReceivedAt.UtcDateTime);
        _writer.WriteString(Protocol, entry.Protocol);
        _writer.WriteString(Path, entry.Path);
        WriteIfPresent(Query, entry.Query);
        WriteIfPresent(BaseUri, entry.BaseUri);
        WriteIfPresent(Event, entry.Event);
        WriteIfPresent(Remote, entry.Remote);
        WriteIfPresent(Signature, entry.Signature);
        WriteMarks(entry.Marks);
        WriteIfPresent(Reason, entry.Reason);
        WriteHeaders(entry.Headers);
        WriteAlerts(entry.Alerts);
        if (entry.BodyLength is { } length)
        {
            _writer.WriteNumber(BodyLength, length);
        }

        // The body is appended directly: the writer would check and escape it again.
        _writer.Flush();
        WriteBody(entry, destination);
        destination.Append("}\n"u8);
    }

    private static void WriteBody(JournalEntry entry, ByteBuffer destination)
    {
        int mark = destination.Length;
        if (entry.IsJson && !entry.Body.IsEmpty)
        {
            destination.Append(",\"body\":"u8);
            if (TryWriteJson(entry.Body.Span, destination))
            {
                return;
            }

            // The body is not JSON after all. Base64 cannot break the line.
            destination.Length = mark;
        }

        WriteBase64(entry.Body.Span, destination);
    }

    /// <summary>Writes the JSON on one line, followed by the members from which its bytes can be recovered.</summary>
    private static bool TryWriteJson(ReadOnlySpan<byte> body, ByteBuffer destination)
    {
        ReadOnlySpan<byte> text = body.StartsWith(Encoding.UTF8.Preamble) ? body[Encoding.UTF8.Preamble.Length..] : body;
        ReadOnlySpan<byte> json = text.TrimEnd(" \t\r\n"u8);
        bool isOneLine = !json.IsEmpty && json[0] > ' ' && !json.ContainsAny((byte)'\n', (byte)'\r');
        if (isOneLine)
        {
            destination.Append(json);
        }
        else if (!JsonReformatter.TryAppend(json, JsonLayout.Compact, destination))
        {
            return false;
        }

        if (isOneLine && text.Length == body.Length)
        {
            WriteTail(text[json.Length..], destination);
        }
        else
        {
            WriteBase64(body, destination);
        }

        return true;
    }

    /// <summary>Writes the white space after the value, usually a line feed, which Alertmanager and many others send.</summary>
    private static void WriteTail(ReadOnlySpan<byte> tail, ByteBuffer destination)
    {
        if (!tail.IsEmpty)
        {
            destination.Append(",\"bodyTail\":\""u8);
            JsonText.Append(tail, destination);
            destination.Append((byte)'"');
        }
    }

    private static void WriteBase64(ReadOnlySpan<byte> body, ByteBuffer destination)
    {
        destination.Append(",\"bodyBase64\":\""u8);
        Span<byte> base64 = destination.GetSpan(Base64.GetMaxEncodedToUtf8Length(body.Length));
        OperationStatus status = Base64.EncodeToUtf8(body, base64, out _, out int written);
        if (status != OperationStatus.Done)
        {
            throw new InvalidOperationException($"Base64 encoding failed: {status}.");
        }

        destination.Advance(written);
        destination.Append((byte)'"');
    }

    private void WriteAlerts(IReadOnlyList<WebhookAlert> alerts)
    {
        _writer.WriteStartArray(Alerts);
        for (int i = 0; i < alerts.Count; i++)
        {
            WebhookAlert alert = alerts[i];
            _writer.WriteStartObject();
            _writer.WriteString(Id, alert.Id);
            WriteIfPresent(Event, alert.Event);
            WriteIfPresent(Name, alert.Name);
            WriteIfPresent(Status, alert.Status);
            WriteIfPresent(Severity, alert.Severity);
            WriteIfPresent(Fingerprint, alert.Fingerprint);
            WriteIfPresent(Summary, alert.Summary);
            WriteMembers(Labels, alert.Labels);
            WriteMembers(Annotations, alert.Annotations);
            WriteIfPresent(StartsAt, alert.StartsAt);
            WriteIfPresent(EndsAt, alert.EndsAt);
            _writer.WriteEndObject();
        }

        _writer.WriteEndArray();
    }

    private void WriteMarks(IReadOnlyList<string> marks)
    {
        if (marks.Count == 0)
        {
            return;
        }

        _writer.WriteStartArray(Marks);
        for (int i = 0; i < marks.Count; i++)
        {
            _writer.WriteStringValue(marks[i]);
        }

        _writer.WriteEndArray();
    }

    private void WriteHeaders(IReadOnlyList<KeyValuePair<string, string>> headers)
    {
        if (headers.Count == 0)
        {
            return;
        }

        _writer.WriteStartObject(Headers);
        for (int i = 0; i < headers.Count; i++)
        {
            _writer.WriteString(headers[i].Key, headers[i].Value);
        }

        _writer.WriteEndObject();
    }

    private void WriteMembers(JsonEncodedText name, IReadOnlyDictionary<string, string> members)
    {
        if (members.Count == 0)
        {
            return;
        }

        _writer.WriteStartObject(name);
        if (members is Dictionary<string, string> dictionary)
        {
            // Same as below, without allocating an enumerator.
            foreach (KeyValuePair<string, string> member in dictionary)
            {
                _writer.WriteString(member.Key, member.Value);
            }
        }
        else
        {
            foreach (KeyValuePair<string, string> member in members)
            {
                _writer.WriteString(member.Key, member.Value);
            }
        }

        _writer.WriteEndObject();
    }

    private void WriteIfPresent(JsonEncodedText name, string? value)
    {
        if (value is not null)
        {
            _writer.WriteString(name, value);
        }
    }

    private void WriteIfPresent(JsonEncodedText name, DateTimeOffset? value)
    {
        if (value is DateTimeOffset time)
        {
            _writer.WriteString(name, time);
        }
    }
}
