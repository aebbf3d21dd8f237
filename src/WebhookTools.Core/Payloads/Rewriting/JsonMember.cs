using System.Text.Json;

namespace WebhookTools.Core.Payloads.Rewriting;

/// <summary>Reads single members of a JSON body that a caller sent.</summary>
internal static class JsonMember
{
    /// <summary>The text of a string, or the digits of a number, at the end of a path of names; null if it is not there. Whatever the body is, it does not throw.</summary>
    public static string? Find(ReadOnlyMemory<byte> json, params ReadOnlySpan<string> path)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            JsonElement element = document.RootElement;
            foreach (string name in path)
            {
                if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
                {
                    return null;
                }
            }

            return element.ValueKind switch
            {
                JsonValueKind.String => element.GetString(),
                JsonValueKind.Number => element.GetRawText(),
                _ => null,
            };
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // No JSON, or a text with half of a surrogate pair in it.
            return null;
        }
    }
}
