using System.Globalization;
using System.Text.Json;

namespace WebhookTools.Core.Tests.Payloads;

/// <summary>The rules of flattening again, as plainly as can be, over the framework's reader: every leaf with its key, in order, collisions and all.</summary>
internal static class ReferenceFlattener
{
    public static IEnumerable<(string Key, JsonElement Value)> Leaves(JsonElement record) =>
        record.EnumerateObject().SelectMany(member => LeavesBelow(member.Name, member.Value));

    private static IEnumerable<(string Key, JsonElement Value)> LeavesBelow(string key, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Null:
                return [];
            case JsonValueKind.Array:
                return value.EnumerateArray().SelectMany((item, index) => LeavesBelow(HasName(item) ? key : $"{key}.{index.ToString(CultureInfo.InvariantCulture)}", item));
            case JsonValueKind.Object:
                string prefix = HasName(value) ? $"{key}.{Segment(value.GetProperty("name"))}" : key;
                return value.EnumerateObject()
                    .Where(member => !member.NameEquals("name"))
                    .SelectMany(member => LeavesBelow(prefix.Length == 0 ? member.Name : $"{prefix}.{member.Name}", member.Value));
            default:
                return [(key, value)];
        }
    }

    private static bool HasName(JsonElement value) => value.ValueKind == JsonValueKind.Object && value.TryGetProperty("name", out _);

    private static string Segment(JsonElement name) => name.ValueKind switch
    {
        JsonValueKind.Null => "None",
        JsonValueKind.True => "True",
        JsonValueKind.String => name.GetString()!,
        _ => name.GetRawText(),
    };
}
