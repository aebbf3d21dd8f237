using System.Text.Json;
using WebhookTools.Core.Alerts;

namespace WebhookTools.Listener.Journal.Reading;

/// <summary>
/// Parses journal lines. Parsing stops at the first member that the filter excludes. A line stays in memory only if it has
/// matching alerts, and its body is decoded on demand.
/// </summary>
internal sealed class LineParser(AlertFilter filter)
{
    // Every body that the listener accepts must be readable. The depth is cheap: the reader keeps one bit per level.
    private static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = 1_000_000 };
    private readonly List<(AlertBuilder Draft, int Index)> _matches = [];

    /// <summary>Adds the alerts of a line that match the filter.</summary>
    /// <param name="line">The line without its terminator.</param>
    /// <param name="alerts">The list to which the alerts are added, in their order.</param>
    /// <returns>The reason why the line cannot be read, or null.</returns>
    public string? Parse(ReadOnlySpan<byte> line, List<WebhookAlert> alerts)
    {
        _matches.Clear();
        try
        {
            return ParseLine(line, alerts);
        }
        catch (JsonException exception)
        {
            return exception.Message;
        }
        catch (InvalidOperationException exception)
        {
            // A string is invalid UTF-8, or a member has an unexpected type.
            return exception.Message;
        }
    }

    private static string? ReadText(ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.Null ? null : reader.GetString();

    private static DateTimeOffset? ReadTime(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        return reader.TryGetDateTimeOffset(out DateTimeOffset time) ? time : throw new JsonException("A time is not in ISO 8601 format.");
    }

    private static Dictionary<string, string> ReadMembers(ref Utf8JsonReader reader)
    {
        var members = new Dictionary<string, string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            reader.Read();
            members[name] = reader.GetString() ?? "";
        }

        return members;
    }

    private static AlertBuilder ReadAlert(ref Utf8JsonReader reader)
    {
        var alert = new AlertBuilder();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            ReadAlertMember(ref reader, alert);
        }

        return alert;
    }

    private static void ReadAlertMember(ref Utf8JsonReader reader, AlertBuilder alert)
    {
        if (IsNamed(ref reader, JournalMembers.Id))
        {
            alert.Id = ReadText(ref reader);
        }
        else if (IsNamed(ref reader, JournalMembers.Event))
        {
            alert.Event = ReadText(ref reader);
        }
        else if (IsNamed(ref reader, JournalMembers.Name))
        {
            alert.Name = ReadText(ref reader);
        }
        else if (IsNamed(ref reader, JournalMembers.Status))
        {
            alert.Status = ReadText(ref reader);
        }
        else if (IsNamed(ref reader, JournalMembers.Severity))
        {
            alert.Severity = ReadText(ref reader);
        }
        else if (IsNamed(ref reader, JournalMembers.Fingerprint))
        {
            alert.Fingerprint = ReadText(ref reader);
        }
        else if (IsNamed(ref reader, JournalMembers.Summary))
        {
            alert.Summary = ReadText(ref reader);
        }
        else if (IsNamed(ref reader, JournalMembers.Labels))
        {
            alert.Labels = ReadMembers(ref reader);
        }
        else if (IsNamed(ref reader, JournalMembers.Annotations))
        {
            alert.Annotations = ReadMembers(ref reader);
        }
        else if (IsNamed(ref reader, JournalMembers.StartsAt))
        {
            alert.StartsAt = ReadTime(ref reader);
        }
        else if (IsNamed(ref reader, JournalMembers.EndsAt))
        {
            alert.EndsAt = ReadTime(ref reader);
        }
        else
        {
            // Later versions may add members.
            reader.Skip();
        }
    }

    // If the name matches, moves to the value.
    private static bool IsNamed(ref Utf8JsonReader reader, string name)
    {
        if (!reader.ValueTextEquals(name))
        {
            return false;
        }

        reader.Read();
        return true;
    }

    private string? ParseLine(ReadOnlySpan<byte> line, List<WebhookAlert> alerts)
    {
        var reader = new Utf8JsonReader(line, ReaderOptions);
        string? id = null;
        DateTimeOffset? receivedAt = null;
        string? protocol = null;
        string? lineEvent = null;
        string? remote = null;
        string? signature = null;
        bool hasAlerts = false;
        Range body = default;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return "A JSON object was expected.";
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (IsNamed(ref reader, JournalMembers.Id))
            {
                id = ReadText(ref reader);
            }
            else if (IsNamed(ref reader, JournalMembers.ReceivedAt))
            {
                receivedAt = ReadTime(ref reader);
                if (receivedAt is DateTimeOffset time && !filter.Matches(time))
                {
                    return null;
                }
            }
            else if (IsNamed(ref reader, JournalMembers.Protocol))
            {
                protocol = ReadText(ref reader);
                if (!filter.MatchesProtocol(protocol))
                {
                    return null;
                }
            }
            else if (IsNamed(ref reader, JournalMembers.Event))
            {
                lineEvent = ReadText(ref reader);
            }
            else if (IsNamed(ref reader, JournalMembers.Remote))
            {
                remote = ReadText(ref reader);
            }
            else if (IsNamed(ref reader, JournalMembers.Signature))
            {
                signature = ReadText(ref reader);
            }
            else if (IsNamed(ref reader, JournalMembers.Alerts))
            {
                hasAlerts = true;
                if (!ReadAlerts(ref reader))
                {
                    return null;
                }
            }
            else if (IsNamed(ref reader, JournalMembers.Body))
            {
                int start = (int)reader.TokenStartIndex;
                reader.Skip();
                body = start..(int)reader.BytesConsumed;
            }
            else
            {
                reader.Skip();
            }
        }

        // Throws if anything follows the object.
        reader.Read();
        if (id is null || receivedAt is null || protocol is null || !hasAlerts)
        {
            return "The JSON object is not a journal entry: id, receivedAt, protocol and alerts were expected.";
        }

        if (_matches.Count == 0)
        {
            return null;
        }

        var webhook = new JournaledWebhook(line.ToArray(), body, remote, signature);
        foreach ((AlertBuilder draft, int index) in _matches)
        {
            alerts.Add(draft.Build(id, index, receivedAt.Value, protocol, lineEvent, webhook));
        }

        return null;
    }

    // Returns false if there are alerts, but none matches.
    private bool ReadAlerts(ref Utf8JsonReader reader)
    {
        int count = 0;
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException("The member alerts is not an array.");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            AlertBuilder draft = ReadAlert(ref reader);
            if (filter.Matches(draft))
            {
                _matches.Add((draft, count));
            }

            count++;
        }

        return count == 0 || _matches.Count > 0;
    }
}
