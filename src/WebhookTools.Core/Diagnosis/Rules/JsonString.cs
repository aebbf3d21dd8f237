using System.Text;
using System.Text.Json;

namespace WebhookTools.Core.Diagnosis.Rules;

/// <summary>A text as one JSON string, and back.</summary>
internal static class JsonString
{
    /// <summary>Writes a text in quotation marks with nothing escaped but what must be, as JavaScript does.</summary>
    public static string Write(string text)
    {
        var written = new StringBuilder(text.Length + 16).Append('"');
        foreach (char character in text)
        {
            _ = character switch
            {
                '"' => written.Append("\\\""),
                '\\' => written.Append("\\\\"),
                '\n' => written.Append("\\n"),
                '\r' => written.Append("\\r"),
                '\t' => written.Append("\\t"),
                '\b' => written.Append("\\b"),
                '\f' => written.Append("\\f"),
                < ' ' => written.Append(System.Globalization.CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"),
                _ => written.Append(character),
            };
        }

        return written.Append('"').ToString();
    }

    /// <summary>Reads a body that is one JSON string; null if it is not.</summary>
    public static byte[]? Read(ReadOnlySpan<byte> body)
    {
        if (!body.TrimStart(" \t\r\n"u8).StartsWith("\""u8))
        {
            return null;
        }

        try
        {
            var reader = new Utf8JsonReader(body);
            return reader.Read() && reader.TokenType == JsonTokenType.String && reader.GetString() is { } text && !reader.Read()
                ? Encoding.UTF8.GetBytes(text)
                : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
