using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using WebhookTools.Core.Payloads;

namespace WebhookTools.Core.Capture;

/// <summary>
/// Reads a line of a webhook journal. The body is stored readably, JSON as JSON. If that does not preserve the received bytes,
/// the line also holds the trailing white space, or the whole body in base64. The line includes the base URL as the
/// sender called it if the listener knew it.
/// </summary>
internal static class JournalLineCapture
{
    private const string Body = "body";
    private const string BodyBase64 = "bodyBase64";
    private const string BodyTail = "bodyTail";
    private const string BodyLength = "bodyLength";

    /// <summary>True if the object has the members that every journal line has.</summary>
    public static bool IsJournalLine(JsonElement element) =>
        element.ValueKind == JsonValueKind.Object
        && element.TryGetProperty("receivedAt", out _)
        && element.TryGetProperty("path", out _)
        && (element.TryGetProperty(Body, out _) || element.TryGetProperty(BodyBase64, out _));

    public static CapturedRequest Read(JsonElement element)
    {
        List<KeyValuePair<string, string>> headers = CaptureJson.GetHeaders(element, "headers");
        string path = CaptureJson.RequireText(element, "path");
        string target = CaptureJson.GetText(element, "query") is { } query ? path + "?" + query : path;
        List<string> notes = [.. CapturedRequest.DescribeMasking(headers, target)];
        bool isCut = element.TryGetProperty(BodyLength, out _);
        if (isCut)
        {
            notes.Add("The line contains only the beginning of the body. Provide the whole body separately.");
        }

        return new CapturedRequest
        {
            Source = CaptureSource.JournalLine,
            Method = CaptureJson.GetText(element, "method") ?? "POST",
            Target = target,
            Uri = CapturedUri.Find(CaptureJson.GetText(element, "baseUri") + target, headers, secure: null, notes),
            Headers = headers,
            Body = isCut ? null : WebhookBody.FromBytes(ReadBody(element)),
            ReceivedAt = ReadTime(element),
            Notes = notes,
        };
    }

    private static byte[] ReadBody(JsonElement element)
    {
        if (CaptureJson.GetText(element, BodyBase64) is { } encoded)
        {
            return CaptureJson.DecodeBase64(BodyBase64, encoded);
        }

        ReadOnlySpan<byte> body = JsonMarshal.GetRawUtf8Value(element.GetProperty(Body));
        return CaptureJson.GetText(element, BodyTail) is { } tail ? [.. body, .. Encoding.UTF8.GetBytes(tail)] : body.ToArray();
    }

    private static DateTimeOffset? ReadTime(JsonElement element) =>
        CaptureJson.GetText(element, "receivedAt") is { } text && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
            ? time
            : null;
}
