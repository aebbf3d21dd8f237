using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using WebhookTools.Core.Alerts;
using WebhookTools.Listener.Feed;
using WebhookTools.Listener.Reports;

namespace WebhookTools.Listener.Page;

/// <summary>Writes the feed as JSON for the page's script.</summary>
internal static class LiveJson
{
    private const int MaximumSummary = 300;

    /// <summary>Writes an entry of the alert list.</summary>
    public static void WriteAlert(Utf8JsonWriter writer, LiveAlert live)
    {
        writer.WriteStartObject();
        WriteMembers(writer, live, MaximumSummary);
        writer.WriteEndObject();
    }

    /// <summary>Writes the details of an alert.</summary>
    /// <param name="timeline">The history of the alert's fingerprint.</param>
    public static void WriteDetail(Utf8JsonWriter writer, LiveAlert live, AlertTimeline timeline)
    {
        WebhookAlert alert = live.Alert;
        LiveRequest request = live.Request;
        writer.WriteStartObject();
        WriteMembers(writer, live, int.MaxValue);
        AlertMembers.WriteDetails(writer, alert);
        writer.WriteString("remote", request.Remote);
        writer.WriteString("signature", request.Signature);
        writer.WriteStartArray("headers");
        foreach ((string name, string value) in request.Headers)
        {
            writer.WriteStartObject();
            writer.WriteString("name", name);
            writer.WriteString("value", value);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        WriteBody(writer, request);
        writer.WriteStartArray("history");
        foreach (AlertSegment segment in timeline.Segments)
        {
            writer.WriteStartObject();
            writer.WriteString("status", segment.Status);
            writer.WriteString("tone", StatusTone.Of(segment.Status));
            writer.WriteString("from", segment.From);
            AlertMembers.WriteTime(writer, "to", segment.To);
            writer.WriteString("lasted", DurationText.Of(segment.Duration(timeline.Now)));
            writer.WriteNumber("notifications", segment.Notifications.Count);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    public static void WriteRejection(Utf8JsonWriter writer, LiveRejection rejection)
    {
        writer.WriteStartObject();
        writer.WriteNumber("id", rejection.Id);
        writer.WriteNumber("version", rejection.Version);
        writer.WriteString("time", rejection.Time);
        writer.WriteNumber("status", rejection.Status);
        writer.WriteString("method", rejection.Method);
        writer.WriteString("path", rejection.Path);
        writer.WriteString("remote", rejection.Remote);
        writer.WriteString("reason", rejection.Reason);
        writer.WriteNumber("count", rejection.Count);
        writer.WriteEndObject();
    }

    public static void WriteStatistics(Utf8JsonWriter writer, ListenerStatistics statistics)
    {
        writer.WriteStartObject();
        writer.WriteNumber("requests", statistics.Requests);
        writer.WriteNumber("accepted", statistics.Accepted);
        writer.WriteNumber("duplicates", statistics.Duplicates);
        writer.WriteNumber("alerts", statistics.Alerts);
        writer.WriteNumber("unauthorized", statistics.Unauthorized);
        writer.WriteNumber("rejected", statistics.Rejected);
        AlertMembers.WriteTime(writer, "lastAcceptedAt", statistics.LastAcceptedAt);
        writer.WriteEndObject();
    }

    private static void WriteMembers(Utf8JsonWriter writer, LiveAlert live, int maximumSummary)
    {
        WebhookAlert alert = live.Alert;
        bool isTooLong = alert.Summary?.Length > maximumSummary;
        AlertMembers.WriteHead(writer, isTooLong ? alert with { Summary = alert.Summary![..(maximumSummary - 1)] + "…" } : alert);
        writer.WriteString("tone", StatusTone.Of(alert.Status));
        writer.WriteString("path", live.Request.Path);
    }

    // Text bodies are written as text and others as base64, so that the page can send either again byte for byte.
    private static void WriteBody(Utf8JsonWriter writer, LiveRequest request)
    {
        writer.WriteNumber("bodyLength", request.BodyLength);
        if (request.Body is not { } body)
        {
            return;
        }

        if (Utf8.IsValid(body) && !body.AsSpan().Contains((byte)0))
        {
            writer.WriteString("body", Encoding.UTF8.GetString(body));
        }
        else
        {
            writer.WriteBase64String("bodyBase64", body);
        }
    }
}
