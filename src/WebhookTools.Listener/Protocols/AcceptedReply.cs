using System.Text.Json;
using Microsoft.AspNetCore.Http;
using WebhookTools.Listener.Hosting;

namespace WebhookTools.Listener.Protocols;

/// <summary>What the protocols answer that have no words of their own: that it is kept, and by which id.</summary>
internal static class AcceptedReply
{
    public static Reply Of(string id) => Reply.Json(StatusCodes.Status200OK, (Utf8JsonWriter writer) =>
    {
        writer.WriteStartObject();
        writer.WriteString("status", "accepted");
        writer.WriteString("id", id);
        writer.WriteEndObject();
    });
}
