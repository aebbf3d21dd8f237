using System.Text.Json;

namespace WebhookTools.Core.Alerts;

/// <summary>Writes an alert's members as JSON, with the same names and formats everywhere.</summary>
public static class AlertMembers
{
    /// <summary>Writes the identifying members: id, receivedAt, protocol, event, name, status, severity, fingerprint and summary.</summary>
    /// <param name="writer">A writer inside an object.</param>
    public static void WriteHead(Utf8JsonWriter writer, WebhookAlert alert)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(alert);
        writer.WriteString("id", alert.Id);
        writer.WriteString("receivedAt", alert.ReceivedAt);
        writer.WriteString("protocol", alert.Protocol);
        writer.WriteString("event", alert.Event);
        writer.WriteString("name", alert.Name);
        writer.WriteString("status", alert.Status);
        writer.WriteString("severity", alert.Severity);
        writer.WriteString("fingerprint", alert.Fingerprint);
        writer.WriteString("summary", alert.Summary);
    }

    /// <summary>Writes the other members except the body: labels, annotations, startsAt and endsAt.</summary>
    /// <inheritdoc cref="WriteHead"/>
    public static void WriteDetails(Utf8JsonWriter writer, WebhookAlert alert)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(alert);
        WriteTexts(writer, "labels", alert.Labels);
        WriteTexts(writer, "annotations", alert.Annotations);
        WriteTime(writer, "startsAt", alert.StartsAt);
        WriteTime(writer, "endsAt", alert.EndsAt);
    }

    /// <summary>Writes a time or null.</summary>
    public static void WriteTime(Utf8JsonWriter writer, string name, DateTimeOffset? time)
    {
        if (time is { } value)
        {
            writer.WriteString(name, value);
        }
        else
        {
            writer.WriteNull(name);
        }
    }

    private static void WriteTexts(Utf8JsonWriter writer, string name, IReadOnlyDictionary<string, string> texts)
    {
        writer.WriteStartObject(name);
        foreach ((string member, string value) in texts)
        {
            writer.WriteString(member, value);
        }

        writer.WriteEndObject();
    }
}
