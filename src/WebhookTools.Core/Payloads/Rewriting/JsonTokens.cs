using System.Text.Json;

namespace WebhookTools.Core.Payloads.Rewriting;

/// <summary>A JSON text and its tokens.</summary>
internal sealed class JsonTokens(ReadOnlyMemory<byte> source, JsonToken[] tokens)
{
    /// <summary>The text.</summary>
    public ReadOnlyMemory<byte> Source { get; } = source;

    /// <summary>All of them.</summary>
    public ReadOnlySpan<JsonToken> All => tokens;

    /// <summary>A token by its number.</summary>
    public ref readonly JsonToken this[int index] => ref tokens[index];

    /// <summary>Where a value ends in the text, its closing bracket included.</summary>
    public int GetEnd(int value) => tokens[tokens[value].Next - 1].End;

    /// <summary>The numbers of an object's names, in their order.</summary>
    public List<int> GetMembers(int container)
    {
        var members = new List<int>();
        for (int name = container + 1; tokens[name].Type == JsonTokenType.PropertyName; name = tokens[name + 1].Next)
        {
            members.Add(name);
        }

        return members;
    }

    /// <summary>The characters of a name, however it is escaped, as UTF-8.</summary>
    public ReadOnlySpan<byte> GetName(int name)
    {
        JsonToken token = tokens[name];
        return JsonTextWriter.Decode(Source.Span.Slice(token.Start + 1, token.Length - 2));
    }

    /// <summary>Writes a token that is no bracket.</summary>
    public void WriteScalar(int index, JsonRewriteOptions options, ByteBuffer destination)
    {
        JsonToken token = tokens[index];
        ReadOnlySpan<byte> bytes = Source.Span.Slice(token.Start, token.Length);
        bool isText = token.Type is JsonTokenType.String or JsonTokenType.PropertyName;
        if (isText && !options.Text.KeepsAll)
        {
            destination.Append((byte)'"');
            JsonTextWriter.Write(bytes[1..^1], options.Text, destination);
            destination.Append((byte)'"');
        }
        else if (token.Type == JsonTokenType.Number && options.Numbers != JsonNumbers.Keep)
        {
            destination.Append(JsonNumberText.Rewrite(bytes, options.Numbers));
        }
        else
        {
            destination.Append(bytes);
        }
    }
}
