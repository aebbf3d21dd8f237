using System.Text.Json;
using WebhookTools.Listener;

namespace WebhookTools.Cli.Json;

/// <summary>Alerts as the command line's JSON.</summary>
internal static class AlertJson
{
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
        writer.WritePropertyName("body");
        if (alert.Body is null)
        {
            writer.WriteNullValue();
        }
        else
        {
            writer.WriteRawValue(alert.Body);
        }

        writer.WriteEndObject();
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
