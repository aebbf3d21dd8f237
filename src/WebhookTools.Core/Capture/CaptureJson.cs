using System.Text.Json;

namespace WebhookTools.Core.Capture;

/// <summary>Reads members of a JSON capture, with errors that name the invalid member.</summary>
internal static class CaptureJson
{
    /// <summary>Returns the value of a string member, or null if it is missing or null.</summary>
    /// <exception cref="CaptureException">The member is not a string.</exception>
    public static string? GetText(JsonElement element, string name)
    {
        if (!element.TryGetProperty(name, out JsonElement member) || member.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        return member.ValueKind == JsonValueKind.String ? member.GetString() : throw CaptureErrors.CaptureMemberInvalid(name, "a string");
    }

    /// <exception cref="CaptureException">The member is missing or not a string.</exception>
    public static string RequireText(JsonElement element, string name) =>
        GetText(element, name) ?? throw CaptureErrors.CaptureMemberInvalid(name, "a string");

    /// <exception cref="CaptureException">The value is not base64.</exception>
    public static byte[] DecodeBase64(string name, string text)
    {
        try
        {
            return Convert.FromBase64String(text);
        }
        catch (FormatException)
        {
            throw CaptureErrors.CaptureMemberInvalid(name, "base64");
        }
    }

    /// <summary>Reads headers from an object of names and values (a string or an array of strings), or from an array of objects with <c>name</c> or <c>key</c>, and <c>value</c>.</summary>
    /// <exception cref="CaptureException">The member is neither of the two, or a header name is invalid.</exception>
    public static List<KeyValuePair<string, string>> GetHeaders(JsonElement element, string name)
    {
        var headers = new List<KeyValuePair<string, string>>();
        if (!element.TryGetProperty(name, out JsonElement member) || member.ValueKind == JsonValueKind.Null)
        {
            return headers;
        }

        if (member.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty property in member.EnumerateObject())
            {
                AddValues(headers, property.Name, property.Value);
            }
        }
        else if (member.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement item in member.EnumerateArray())
            {
                if (item.ValueKind != JsonValueKind.Object)
                {
                    throw CaptureErrors.CaptureMemberInvalid(name, "an array of objects with name and value");
                }

                Add(headers, GetText(item, "name") ?? RequireText(item, "key"), RequireText(item, "value"));
            }
        }
        else
        {
            throw CaptureErrors.CaptureMemberInvalid(name, "an object or an array of headers");
        }

        return headers;
    }

    private static void AddValues(List<KeyValuePair<string, string>> headers, string name, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement item in value.EnumerateArray())
            {
                Add(headers, name, item.ValueKind == JsonValueKind.String ? item.GetString()! : throw CaptureErrors.CaptureMemberInvalid(name, "a string"));
            }

            return;
        }

        Add(headers, name, value.ValueKind == JsonValueKind.String ? value.GetString()! : throw CaptureErrors.CaptureMemberInvalid(name, "a string"));
    }

    private static void Add(List<KeyValuePair<string, string>> headers, string name, string value)
    {
        if (name.StartsWith(':'))
        {
            // HTTP/2 pseudo-headers repeat the request line, which the capture has in other members.
            return;
        }

        headers.Add(CaptureText.IsHeaderName(name) ? new(name, value.Trim()) : throw CaptureErrors.CaptureHeaderNameInvalid(CaptureText.Excerpt(System.Text.Encoding.UTF8.GetBytes(name))));
    }
}
