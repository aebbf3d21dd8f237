using System.Runtime.InteropServices;
using System.Text.Json;

namespace WebhookTools.Core.Payloads.Rewriting;

/// <summary>A JSON text and its tokens.</summary>
internal sealed class JsonTokens(ReadOnlyMemory<byte> source, JsonToken[] tokens)
{
    public ReadOnlyMemory<byte> Source { get; } = source;

    public ReadOnlySpan<JsonToken> All => tokens;

    public ref readonly JsonToken this[int index] => ref tokens[index];

    /// <summary>Returns the offset after a value, including its closing bracket.</summary>
    public int GetEnd(int value) => tokens[tokens[value].Next - 1].End;

    /// <summary>Returns the indexes of an object's names, in their order.</summary>
    public List<int> GetMembers(int container)
    {
        var members = new List<int>();
        for (int name = container + 1; tokens[name].Type == JsonTokenType.PropertyName; name = tokens[name + 1].Next)
        {
            members.Add(name);
        }

        return members;
    }

    /// <summary>Returns an unescaped name as UTF-8.</summary>
    public ReadOnlySpan<byte> GetName(int name)
    {
        JsonToken token = tokens[name];
        return JsonTextWriter.Decode(Source.Span.Slice(token.Start + 1, token.Length - 2));
    }

    /// <summary>Writes a token other than a bracket.</summary>
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

/// <summary>A token of a JSON text.</summary>
/// <param name="Type">The type of the token.</param>
/// <param name="Start">The offset of the first byte. Strings and names start at the quotation mark.</param>
/// <param name="Length">The number of bytes, 1 for a bracket.</param>
/// <param name="Next">The index of the next token. For an opening bracket, the index of the token after the closing bracket.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct JsonToken(JsonTokenType Type, int Start, int Length, int Next)
{
    /// <summary>The offset after the last byte.</summary>
    public int End => Start + Length;
}
