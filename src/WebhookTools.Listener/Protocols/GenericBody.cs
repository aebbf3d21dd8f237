using System.Text.Json;
using WebhookTools.Listener.Messages;

namespace WebhookTools.Listener.Protocols;

/// <summary>Validates any JSON and reads the members that an alert shows, in one pass and without a document.</summary>
internal static class GenericBody
{
    /// <summary>An array with more items is read as one alert, because it contains measurements rather than alerts.</summary>
    public const int MaximumItems = 256;

    /// <returns>The problem with the body, worded for the sender, or an empty string.</returns>
    public static string TryRead(ReadOnlyMemory<byte> body, out IReadOnlyList<GenericMembers> items)
    {
        items = [];
        string error = JsonBody.CheckEncoding(body.Span);
        if (error.Length > 0)
        {
            return error;
        }

        try
        {
            items = Read(JsonBody.WithoutByteOrderMark(body).Span);
            return string.Empty;
        }
        catch (JsonException exception)
        {
            return JsonBody.Describe(exception);
        }
    }

    private static List<GenericMembers> Read(ReadOnlySpan<byte> json)
    {
        Utf8JsonReader reader = JsonBody.Reader(json);
        reader.Read();
        bool isArray = reader.TokenType == JsonTokenType.StartArray;
        int memberDepth = isArray ? 2 : 1;
        var items = new List<GenericMembers>();
        GenericMembers? current = null;
        int count = 0;
        do
        {
            if (reader.TokenType == JsonTokenType.StartObject && reader.CurrentDepth == memberDepth - 1)
            {
                count++;
                if (count <= MaximumItems)
                {
                    current = new GenericMembers();
                    items.Add(current);
                }
            }
            else if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == memberDepth && current is not null)
            {
                ReadMember(ref reader, current);
            }
        }
        while (reader.Read());

        return count is > 0 and <= MaximumItems ? items : [new GenericMembers()];
    }

    private static void ReadMember(ref Utf8JsonReader reader, GenericMembers item)
    {
        if (!GenericMembers.TryFind(reader.ValueSpan, out int kind, out int rank))
        {
            return;
        }

        Utf8JsonReader value = reader;
        value.Read();
        if (value.TokenType == JsonTokenType.String && TryGetText(ref value, out string text))
        {
            item.Take(kind, rank, text);
        }
        else if (value.TokenType is JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False)
        {
            item.Take(kind, rank, System.Text.Encoding.UTF8.GetString(value.ValueSpan));
        }
    }

    private static bool TryGetText(ref readonly Utf8JsonReader value, out string text)
    {
        try
        {
            text = value.GetString()!;
            return true;
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate: valid JSON, but not a string. The journal stores the body unchanged.
            text = string.Empty;
            return false;
        }
    }
}
