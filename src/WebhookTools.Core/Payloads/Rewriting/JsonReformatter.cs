using System.Text;
using System.Text.Json;

namespace WebhookTools.Core.Payloads.Rewriting;

/// <summary>
/// Changes only the white space of JSON. Names, strings and numbers are copied byte for byte, whereas a <see cref="Utf8JsonWriter"/> would escape names
/// and strings differently.
/// </summary>
internal static class JsonReformatter
{
    /// <summary>Appends a JSON value in a layout. A leading byte-order mark is dropped.</summary>
    /// <returns>False if the text is not one JSON value. The appended text is then incomplete.</returns>
    public static bool TryAppend(ReadOnlySpan<byte> json, JsonLayout layout, ByteBuffer destination)
    {
        if (json.StartsWith(Encoding.UTF8.Preamble))
        {
            json = json[Encoding.UTF8.Preamble.Length..];
        }

        try
        {
            // An unlimited depth is safe: the reader is not recursive and keeps one bit per level.
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = int.MaxValue });
            JsonTokenType previous = JsonTokenType.None;
            while (reader.Read())
            {
                AppendWhiteSpace(previous, ref reader, layout, destination);
                bool isText = reader.TokenType is JsonTokenType.PropertyName or JsonTokenType.String;
                destination.Append(json.Slice((int)reader.TokenStartIndex, reader.ValueSpan.Length + (isText ? 2 : 0)));
                previous = reader.TokenType;
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static void AppendWhiteSpace(JsonTokenType previous, ref Utf8JsonReader reader, JsonLayout layout, ByteBuffer destination)
    {
        bool isFirst = previous is JsonTokenType.StartObject or JsonTokenType.StartArray;
        bool isEnd = reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray;
        if (previous == JsonTokenType.PropertyName)
        {
            layout.WriteNameSeparator(destination);
        }
        else if (previous != JsonTokenType.None && !(isFirst && isEnd))
        {
            if (!isFirst && !isEnd)
            {
                layout.WriteItemSeparator(destination);
            }

            layout.WriteLine(reader.CurrentDepth, destination);
        }
    }
}
