using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text.Encodings.Web;
using System.Text.Json;
using WebhookTools.Core.Alerts;

namespace WebhookTools.Listener.Journal.Writing;

/// <summary>
/// An entry as one line of JSON. Its first members are <c>id</c> and <c>receivedAt</c>, its last one is the body. A body that
/// is JSON stands there on one line, to be read. Its signature is over the bytes that came, and so these can be had again:
/// white space at its end follows as <c>bodyTail</c>; where it came on several lines, or behind white space or a byte-order mark, all
/// of its bytes follow as <c>bodyBase64</c>.
/// </summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "The writer holds no resource: it writes to the buffer that it was last given.")]
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
        // A journal is read by people and grep, never put into a page of HTML.
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
        WriteIfKnown(Query, entry.Query);
        WriteIfKnown(BaseUri, entry.BaseUri);
        WriteIfKnown(Event, entry.Event);
        WriteIfKnown(Remote, entry.Remote);
        WriteIfKnown(Signature, entry.Signature);
        WriteIfKnown(Reason, entry.Reason);
        WriteHeaders(entry.Headers);
        WriteAlerts(entry.Alerts);
        if (entry.BodyLength is { } length)
        {
            _writer.WriteNumber(BodyLength, length);
        }

        // The rest is written past the writer: it would copy a body of megabytes twice.
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

            // What was called JSON is none; as base64 it cannot break the line.
            destination.CutTo(mark);
        }

        WriteBase64(entry.Body.Span, destination);
    }

    /// <summary>Writes the JSON on one line, and beside it what is needed to have the very bytes again.</summary>
    private static bool TryWriteJson(ReadOnlySpan<byte> received, ByteBuffer destination)
    {
        ReadOnlySpan<byte> json = JsonText.WithoutByteOrderMark(received);
        ReadOnlySpan<byte> tail = JsonText.WhiteSpaceAtEnd(json);
        ReadOnlySpan<byte> value = json[..^tail.Length];
        bool isOneLine = !value.ContainsAny((byte)'\n', (byte)'\r') && !(value.Length > 0 && JsonText.IsWhiteSpace(value[0]));
        if (isOneLine)
        {
            destination.Append(value);
        }
        else if (!JsonCompactor.TryAppend(value, destination))
        {
            return false;
        }

        if (!isOneLine || json.Length < received.Length)
        {
            WriteBase64(received, destination);
        }
        else if (!tail.IsEmpty)
        {
            // The end of a line, which Alertmanager's serialiser and many others write.
            WriteTail(tail, destination);
        }

        return true;
    }

    private static void WriteTail(ReadOnlySpan<byte> tail, ByteBuffer destination)
    {
        destination.Append(",\"bodyTail\":\""u8);
        foreach (byte space in tail)
        {
            destination.Append(space switch
            {
                (byte)'\n' => "\\n"u8,
                (byte)'\r' => "\\r"u8,
                (byte)'\t' => "\\t"u8,
                _ => " "u8,
            });
        }

        destination.Append((byte)'"');
    }

    private static void WriteBase64(ReadOnlySpan<byte> body, ByteBuffer destination)
    {
        destination.Append(",\"bodyBase64\":\""u8);
        Span<byte> room = destination.GetSpan(Base64.GetMaxEncodedToUtf8Length(body.Length));
        OperationStatus status = Base64.EncodeToUtf8(body, room, out _, out int written);
        if (status != OperationStatus.Done)
        {
            throw new InvalidOperationException($"Base64 ended with {status}.");
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
            WriteIfKnown(Event, alert.Event);
            WriteIfKnown(Name, alert.Name);
            WriteIfKnown(Status, alert.Status);
            WriteIfKnown(Severity, alert.Severity);
            WriteIfKnown(Fingerprint, alert.Fingerprint);
            WriteIfKnown(Summary, alert.Summary);
            WriteMembers(Labels, alert.Labels);
            WriteMembers(Annotations, alert.Annotations);
            WriteIfKnown(StartsAt, alert.StartsAt);
            WriteIfKnown(EndsAt, alert.EndsAt);
            _writer.WriteEndObject();
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
            // The same as below, without an enumerator on the heap.
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

    private void WriteIfKnown(JsonEncodedText name, string? value)
    {
        if (value is not null)
        {
            _writer.WriteString(name, value);
        }
    }

    private void WriteIfKnown(JsonEncodedText name, DateTimeOffset? value)
    {
        if (value is DateTimeOffset time)
        {
            _writer.WriteString(name, time);
        }
    }
}
