using System.Text.Json;

namespace WebhookTools.Listener.Journal;

/// <summary>Reads the time from the start of a journal line, so that a search by time need not read whole lines.</summary>
internal static class JournalLineHead
{
    /// <summary>Reads the time of receipt. Returns false if the line is damaged, or if the time is not within the given part.</summary>
    /// <param name="head">The line, or the first part of it.</param>
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
            // The line is damaged.
        }

        return false;
    }
}
