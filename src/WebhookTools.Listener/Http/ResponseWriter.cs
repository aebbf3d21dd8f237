using System.Buffers;
using Microsoft.AspNetCore.Http;
using WebhookTools.Listener.Messages;

namespace WebhookTools.Listener.Http;

/// <summary>Writes responses.</summary>
internal static class ResponseWriter
{
    public static void WriteTo(this WebhookResponse source, HttpResponse target)
    {
        target.StatusCode = source.Status;
        target.ContentType = source.ContentType;
        target.ContentLength = source.Body.Length;
        foreach ((string name, string value) in source.Headers)
        {
            target.Headers[name] = value;
        }

        // Not flushed here: the server sends the head and the body in one write when the request ends.
        target.BodyWriter.Write(source.Body.Span);
    }
}
