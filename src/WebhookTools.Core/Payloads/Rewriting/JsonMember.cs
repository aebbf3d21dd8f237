using System.Text.Json;

namespace WebhookTools.Core.Payloads.Rewriting;

/// <summary>Reads single members of a received JSON body.</summary>
internal static class JsonMember
{
    /// <summary>Returns the string or the digits of the number at a path of names, or null if it is missing. Does not throw, even if the body is not JSON.</summary>
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
            // Invalid JSON, or a string that contains half of a surrogate pair.
            return null;
        }
    }
}
