using System.Text;
using System.Text.Json;

namespace WebhookTools.Core.Payloads.Rewriting;

/// <summary>
/// Rewrites JSON with other white space, escape sequences, number formats or a different order of names. Unchanged tokens are
/// copied byte for byte, so the result does not depend on this program's own serializer.
/// </summary>
internal sealed class JsonRewriter
{
    /// <summary>No real webhook is nested as deep. The limit protects the stack.</summary>
    private const int MaximumDepth = 128;

    private readonly JsonTokens _tokens;

    private JsonRewriter(JsonTokens tokens) => _tokens = tokens;

    /// <summary>Whether the text is an object or array. A single number or string has few other forms.</summary>
    public bool IsContainer => _tokens[0].Type is JsonTokenType.StartObject or JsonTokenType.StartArray;

    public bool IsObject => _tokens[0].Type == JsonTokenType.StartObject;

    /// <summary>
    /// Whether an object has two members of one name. Parsers disagree on which one counts, so a signature over the JSON as one
    /// parser reads it says nothing about the JSON as another one does.
    /// </summary>
    public bool HasRepeatedNames()
    {
        for (int index = 0; index < _tokens.All.Length; index++)
        {
            if (_tokens[index].Type == JsonTokenType.StartObject && HasRepeatedNames(_tokens.GetMembers(index)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Reads a text. Returns null if it is not one JSON value, or if the value is nested more than 128 levels deep.</summary>
    public static JsonRewriter? TryRead(ReadOnlyMemory<byte> source)
    {
        var tokens = new List<JsonToken>(source.Length / 8);
        var open = new Stack<int>();
        try
        {
            var reader = new Utf8JsonReader(source.Span, new JsonReaderOptions { MaxDepth = MaximumDepth });
            while (reader.Read())
            {
                bool isText = reader.TokenType is JsonTokenType.PropertyName or JsonTokenType.String;
                int length = reader.ValueSpan.Length + (isText ? 2 : 0);
                if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                {
                    open.Push(tokens.Count);
                }
                else if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
                {
                    int start = open.Pop();
                    tokens[start] = tokens[start] with { Next = tokens.Count + 1 };
                }

                tokens.Add(new JsonToken(reader.TokenType, (int)reader.TokenStartIndex, length, tokens.Count + 1));
            }
        }
        catch (JsonException)
        {
            return null;
        }

        return tokens.Count == 0 ? null : new JsonRewriter(new JsonTokens(source, [.. tokens]));
    }

    /// <summary>Writes the text in another form. White space around the value is kept only if <see cref="JsonRewriteOptions.Layout"/> is null.</summary>
    public byte[] Write(JsonRewriteOptions options)
    {
        var destination = new ByteBuffer();
        destination.GetSpan(_tokens.Source.Length + 64);
        if (options.Layout is { } layout)
        {
            new JsonLayoutWriter(_tokens, options, layout, destination).Write();
        }
        else
        {
            new JsonInPlaceWriter(_tokens, options, destination).Write();
        }

        return destination.WrittenSpan.ToArray();
    }

    // Latin-1 maps each byte to one character, so texts are equal if the bytes are.
    private bool HasRepeatedNames(List<int> members) =>
        members.Count > 1 && members.Select(member => Encoding.Latin1.GetString(_tokens.GetName(member))).ToHashSet(StringComparer.Ordinal).Count < members.Count;
}
