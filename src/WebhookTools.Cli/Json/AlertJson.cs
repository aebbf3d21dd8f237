using System.Buffers;
using System.Text;
using System.Text.Json;
using WebhookTools.Core.Payloads;
using WebhookTools.Listener;

namespace WebhookTools.Cli.Json;

/// <summary>Alerts as the command line's JSON.</summary>
internal static class AlertJson
{
    private static readonly PayloadOptions AnyDepth = PayloadOptions.Default with { MaximumDepth = 1000 };

    public static void Write(Utf8JsonWriter writer, WebhookAlert alert)
    {
        writer.WriteStartObject();
        writer.WriteString("id", alert.Id);
        writer.WriteString("receivedAt", alert.ReceivedAt);
        writer.WriteString("protocol", alert.Protocol);
        writer.WriteString("event", alert.Event);
        writer.WriteString("name", alert.Name);
        writer.WriteString("status", alert.Status);
        writer.WriteString("severity", alert.Severity);
        writer.WriteString("fingerprint", alert.Fingerprint);
        writer.WriteString("summary", alert.Summary);
        WriteMembers(writer, "labels", alert.Labels);
        WriteMembers(writer, "annotations", alert.Annotations);
        WriteTime(writer, "startsAt", alert.StartsAt);
        WriteTime(writer, "endsAt", alert.EndsAt);
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

        // As it was received it may stand on many lines, and an alert has one.
        var compact = new ArrayBufferWriter<byte>(body.Length);
        new JsonTransformer(AnyDepth).Transform(Encoding.UTF8.GetBytes(body), compact);
        writer.WriteRawValue(compact.WrittenSpan, skipInputValidation: true);
    }

    private static void WriteMembers(Utf8JsonWriter writer, string name, IReadOnlyDictionary<string, string> members)
    {
        writer.WriteStartObject(name);
        foreach ((string key, string value) in members)
        {
            writer.WriteString(key, value);
        }

        writer.WriteEndObject();
    }

    private static void WriteTime(Utf8JsonWriter writer, string name, DateTimeOffset? time)
    {
        if (time is { } present)
        {
            writer.WriteString(name, present);
        }
        else
        {
            writer.WriteNull(name);
        }
    }
}
