using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace WebhookTools.Listener.Hosting;

/// <summary>A whole reply as bytes. Those that never change are made once.</summary>
internal sealed class Reply
{
    private const string JsonType = "application/json";
    private const string TextType = "text/plain; charset=utf-8";
    private const string HtmlType = "text/html; charset=utf-8";

    private readonly ReadOnlyMemory<byte> _body;
    private readonly string _contentType;
    private readonly KeyValuePair<string, string>[] _headers;

    private Reply(int status, string contentType, ReadOnlyMemory<byte> body, KeyValuePair<string, string>[] headers)
    {
        Status = status;
        _contentType = contentType;
        _body = body;
        _headers = headers;
    }

    public int Status { get; }

    public static Reply Json(int status, ReadOnlyMemory<byte> body) => new(status, JsonType, body, []);

    public static Reply Json(int status, Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            write(writer);
        }

        return Json(status, buffer.WrittenMemory);
    }

    /// <summary>The shape in which every error is told: <c>{"detail":"…"}</c>.</summary>
    public static Reply Detail(int status, string detail) => Json(status, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("detail", detail);
        writer.WriteEndObject();
    });

    public static Reply Text(int status, string text) => Text(status, TextType, text);

    public static Reply Text(int status, string contentType, string text) => new(status, contentType, Encoding.UTF8.GetBytes(text), []);

    public static Reply Html(int status, string text) => Text(status, HtmlType, text);

    /// <summary>The same reply with one header more.</summary>
    public Reply With(string name, string value) => new(Status, _contentType, _body, [.. _headers, new(name, value)]);

    public void Write(HttpResponse response)
    {
        response.StatusCode = Status;
        response.ContentType = _contentType;
        response.ContentLength = _body.Length;
        foreach ((string name, string value) in _headers)
        {
            response.Headers[name] = value;
        }

        // Not flushed here: the server sends head and body in one piece when the request is done.
        response.BodyWriter.Write(_body.Span);
    }
}
