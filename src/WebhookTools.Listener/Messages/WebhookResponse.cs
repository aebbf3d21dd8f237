using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace WebhookTools.Listener.Messages;

/// <summary>A complete response: status, headers and body. Constant responses are created once.</summary>
internal sealed class WebhookResponse
{
    private const string JsonType = "application/json";
    private const string TextType = "text/plain; charset=utf-8";
    private const string HtmlType = "text/html; charset=utf-8";

    private WebhookResponse(int status, string contentType, ReadOnlyMemory<byte> body, KeyValuePair<string, string>[] headers)
    {
        Status = status;
        ContentType = contentType;
        Body = body;
        Headers = headers;
    }

    /// <summary>The HTTP status code, which tells other transports as well whether to send the webhook again.</summary>
    public int Status { get; }

    public string ContentType { get; }

    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>The headers other than the content's type and length.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; }

    public static WebhookResponse Json(int status, ReadOnlyMemory<byte> body) => new(status, JsonType, body, []);

    public static WebhookResponse Json(int status, Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            write(writer);
        }

        return Json(status, buffer.WrittenMemory);
    }

    /// <summary>Creates the form in which every error is reported: <c>{"detail":"…"}</c>.</summary>
    public static WebhookResponse Detail(int status, string detail) => Json(status, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("detail", detail);
        writer.WriteEndObject();
    });

    public static WebhookResponse Text(int status, string text) => Text(status, TextType, text);

    public static WebhookResponse Text(int status, string contentType, string text) => new(status, contentType, Encoding.UTF8.GetBytes(text), []);

    public static WebhookResponse Html(int status, string text) => Text(status, HtmlType, text);

    /// <summary>Returns the same response with one more header.</summary>
    public WebhookResponse With(string name, string value) => new(Status, ContentType, Body, [.. Headers, new(name, value)]);
}
