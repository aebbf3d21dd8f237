using System.Globalization;
using System.Text;
using System.Text.Json;
using WebhookTools.Core.Payloads;

namespace WebhookTools.Core.Capture;

/// <summary>
/// A line of a webhook journal. The body stands there to be read, JSON as JSON; where these are not the bytes that were
/// received, the white space that followed them or all bytes in base64 stand beside it. What the address began with, as its
/// sender called it, stands there where the listener knew it.
/// </summary>
internal static class JournalLineCapture
{
    private const string Body = "body";
    private const string BodyBase64 = "bodyBase64";
    private const string BodyTail = "bodyTail";
    private const string BodyLength = "bodyLength";

    /// <summary>Whether an object has what every journal line has.</summary>
    public static bool IsJournalLine(JsonElement element) =>
        element.ValueKind == JsonValueKind.Object
        && element.TryGetProperty("receivedAt", out _)
        && element.TryGetProperty("path", out _)
        && (element.TryGetProperty(Body, out _) || element.TryGetProperty(BodyBase64, out _));

    /// <summary>Reads a line.</summary>
    /// <param name="bytes">The line itself, out of which the body's very bytes are taken.</param>
    public static CapturedRequest Read(JsonElement element, ReadOnlyMemory<byte> bytes)
    {
        List<KeyValuePair<string, string>> headers = CaptureJson.GetHeaders(element, "headers");
        string path = CaptureJson.RequireText(element, "path");
        string target = CaptureJson.GetText(element, "query") is { } query ? path + "?" + query : path;
        List<string> notes = [.. CapturedRequest.DescribeMasking(headers, target)];
        bool isCut = element.TryGetProperty(BodyLength, out _);
        if (isCut)
        {
            notes.Add("The line keeps only the beginning of the body: give the whole body beside it.");
        }

        return new CapturedRequest
        {
            Source = CaptureSource.JournalLine,
            Method = CaptureJson.GetText(element, "method") ?? "POST",
            Target = target,
            Uri = CapturedUri.Find(CaptureJson.GetText(element, "baseUri") + target, headers, secure: null, notes),
            Headers = headers,
            Body = isCut ? null : WebhookBody.FromBytes(ReadBody(element, bytes)),
            ReceivedAt = ReadTime(element),
            Notes = notes,
        };
    }

    private static ReadOnlyMemory<byte> ReadBody(JsonElement element, ReadOnlyMemory<byte> bytes)
    {
        if (CaptureJson.GetText(element, BodyBase64) is { } encoded)
        {
            return CaptureJson.DecodeBase64(BodyBase64, encoded);
        }

        var reader = new Utf8JsonReader(bytes.Span, new JsonReaderOptions { MaxDepth = 256 });
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isBody = reader.ValueTextEquals(Body);
            reader.Read();
            int start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (isBody)
            {
                ReadOnlyMemory<byte> body = bytes[start..(int)reader.BytesConsumed];
                return CaptureJson.GetText(element, BodyTail) is { } tail ? (byte[])[.. body.Span, .. Encoding.UTF8.GetBytes(tail)] : body;
            }
        }

        return ReadOnlyMemory<byte>.Empty;
    }

    private static DateTimeOffset? ReadTime(JsonElement element) =>
        CaptureJson.GetText(element, "receivedAt") is { } text && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
            ? time
            : null;
}
