using System.Text.Json;

namespace WebhookTools.Listener.Journal;

/// <summary>The beginning of a journal line, which says when it was received: enough to look for a time without reading the rest.</summary>
internal static class JournalLineHead
{
    /// <summary>Reads the time; false if there is none.</summary>
    /// <param name="head">The line, or as much of its beginning as is at hand.</param>
    public static bool TryReadReceivedAt(ReadOnlySpan<byte> head, out DateTimeOffset receivedAt)
    {
        receivedAt = default;
        try
        {
            var reader = new Utf8JsonReader(head, isFinalBlock: false, default);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return false;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                bool isTime = reader.ValueTextEquals(JournalMembers.ReceivedAt);
                if (!reader.Read())
                {
                    return false;
                }

                if (isTime)
                {
                    return reader.TokenType == JsonTokenType.String && reader.TryGetDateTimeOffset(out receivedAt);
                }

                if (!reader.TrySkip())
                {
                    return false;
                }
            }
        }
        catch (JsonException)
        {
            // A damaged line has no time.
        }

        return false;
    }
}
