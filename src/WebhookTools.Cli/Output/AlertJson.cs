using System.Buffers;
using System.Text;
using System.Text.Json;
using WebhookTools.Core.Alerts;
using WebhookTools.Core.Payloads;
using WebhookTools.Listener;

namespace WebhookTools.Cli.Output;

internal static class AlertJson
{
    private static readonly PayloadOptions AnyDepth = PayloadOptions.Default with { MaximumDepth = 1000 };

    public static void Write(Utf8JsonWriter writer, WebhookAlert alert)
    {
        writer.WriteStartObject();
        AlertMembers.WriteHead(writer, alert);
        AlertMembers.WriteDetails(writer, alert);
        WriteBody(writer, alert.Body);
        writer.WriteEndObject();
    }

    private static void WriteBody(Utf8JsonWriter writer, string? body)
    {
        writer.WritePropertyName("body");
        if (body is null)
        {
            writer.WriteNullValue();
            return;
        }

        // The received body may span several lines, but the output is one line per alert.
        var compact = new ArrayBufferWriter<byte>(body.Length);
        new JsonTransformer(AnyDepth).Transform(Encoding.UTF8.GetBytes(body), compact);
        writer.WriteRawValue(compact.WrittenSpan, skipInputValidation: true);
    }
}
