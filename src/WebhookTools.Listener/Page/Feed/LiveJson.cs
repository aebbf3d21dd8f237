using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using WebhookTools.Listener.Reports;

namespace WebhookTools.Listener.Page.Feed;

/// <summary>The feed as JSON, for the page's script.</summary>
internal static class LiveJson
{
    private const int MaximumSummary = 300;

    /// <summary>What stands in the list of alerts.</summary>
    public static void WriteAlert(Utf8JsonWriter writer, LiveAlert live)
    {
        writer.WriteStartObject();
        WriteMembers(writer, live, MaximumSummary);
        writer.WriteEndObject();
    }

    /// <summary>Everything that is known of an alert.</summary>
    /// <param name="timeline">What was told of its fingerprint.</param>
    public static void WriteDetail(Utf8JsonWriter writer, LiveAlert live, AlertTimeline timeline)
    {
        WebhookAlert alert = live.Alert;
        LiveRequest request = live.Request;
        writer.WriteStartObject();
        WriteMembers(writer, live, int.MaxValue);
        WriteTime(writer, "startsAt", alert.StartsAt);
        WriteTime(writer, "endsAt", alert.EndsAt);
        writer.WriteString("remote", request.Remote);
        writer.WriteString("signature", request.Signature);
        WriteTexts(writer, "labels", alert.Labels);
        WriteTexts(writer, "annotations", alert.Annotations);
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
            WriteTime(writer, "to", segment.To);
            writer.WriteString("lasted", DurationText.Of(segment.Duration(timeline.Now)));
            writer.WriteNumber("notices", segment.Notices.Count);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    public static void WriteRefusal(Utf8JsonWriter writer, LiveRefusal refusal)
    {
        writer.WriteStartObject();
        writer.WriteNumber("id", refusal.Id);
        writer.WriteNumber("version", refusal.Version);
        writer.WriteString("time", refusal.Time);
        writer.WriteNumber("status", refusal.Status);
        writer.WriteString("method", refusal.Method);
        writer.WriteString("path", refusal.Path);
        writer.WriteString("remote", refusal.Remote);
        writer.WriteString("reason", refusal.Reason);
        writer.WriteNumber("count", refusal.Count);
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
        WriteTime(writer, "lastAcceptedAt", statistics.LastAcceptedAt);
        writer.WriteEndObject();
    }

    private static void WriteMembers(Utf8JsonWriter writer, LiveAlert live, int maximumSummary)
    {
        WebhookAlert alert = live.Alert;
        writer.WriteString("id", alert.Id);
        writer.WriteString("receivedAt", alert.ReceivedAt);
        writer.WriteString("protocol", alert.Protocol);
        writer.WriteString("event", alert.Event);
        writer.WriteString("name", alert.Name);
        writer.WriteString("status", alert.Status);
        writer.WriteString("tone", StatusTone.Of(alert.Status));
        writer.WriteString("severity", alert.Severity);
        writer.WriteString("fingerprint", alert.Fingerprint);
        writer.WriteString("summary", alert.Summary?.Length > maximumSummary ? alert.Summary[..(maximumSummary - 1)] + "…" : alert.Summary);
        writer.WriteString("path", live.Request.Path);
    }

    /// <summary>The body as text where it is text, so that it can be sent again byte for byte.</summary>
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

    private static void WriteTexts(Utf8JsonWriter writer, string name, IReadOnlyDictionary<string, string> members)
    {
        writer.WriteStartObject(name);
        foreach ((string member, string value) in members)
        {
            writer.WriteString(member, value);
        }

        writer.WriteEndObject();
    }

    private static void WriteTime(Utf8JsonWriter writer, string name, DateTimeOffset? time)
    {
        if (time is { } known)
        {
            writer.WriteString(name, known);
        }
        else
        {
            writer.WriteNull(name);
        }
    }
}
