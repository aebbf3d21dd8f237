using System.Text.Json;

namespace WebhookTools.Core.Payloads.Rewriting;

/// <summary>Writes JSON and keeps the white space of the source.</summary>
internal sealed class JsonInPlaceWriter(JsonTokens tokens, JsonRewriteOptions options, ByteBuffer destination)
{
    private ReadOnlySpan<byte> Source => tokens.Source.Span;

    /// <summary>Writes the whole text, including the white space around it.</summary>
    public void Write()
    {
        if (!options.SortsNames && !options.RestoresLines)
        {
            WriteTokens();
            return;
        }

        destination.Append(Source[..tokens[0].Start]);
        WriteValue(0);
        destination.Append(Source[tokens.GetEnd(0)..]);
    }

    /// <summary>Rewrites the tokens whose form changes and copies the text between them.</summary>
    private void WriteTokens()
    {
        int copied = 0;
        for (int index = 0; index < tokens.All.Length; index++)
        {
            JsonToken token = tokens[index];
            if (MayChange(token))
            {
                destination.Append(Source[copied..token.Start]);
                tokens.WriteScalar(index, options, destination);
                copied = token.End;
            }
        }

        destination.Append(Source[copied..]);
    }

    private bool MayChange(JsonToken token) => token.Type switch
    {
        JsonTokenType.String or JsonTokenType.PropertyName => !options.Text.KeepsAll && Source.Slice(token.Start, token.Length).ContainsAny(options.Text.BytesToCheck),
        JsonTokenType.Number => options.Numbers != JsonNumbers.Keep,
        _ => false,
    };

    private void WriteValue(int index)
    {
        JsonToken token = tokens[index];
        if (token.Type is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
        {
            tokens.WriteScalar(index, options, destination);
            return;
        }

        bool isObject = token.Type == JsonTokenType.StartObject;
        List<int> items = isObject ? tokens.GetMembers(index) : GetElements(index);
        List<int> written = isObject && options.SortsNames ? JsonMemberOrder.Sort(tokens, items) : items;

        // If white space follows the opening bracket, it is the indentation of a line whose line feed was stripped.
        bool hadLines = options.RestoresLines && items.Count > 0 && tokens[index + 1].Start > token.End;
        destination.Append(Source[token.Start]);
        int end = token.End;
        for (int slot = 0; slot < items.Count; slot++)
        {
            // Only the members are reordered. The gaps stay in place, which preserves the layout.
            WriteGap(end, tokens[items[slot]].Start, hadLines);
            WriteItem(written[slot], isObject);
            end = tokens.GetEnd(isObject ? items[slot] + 1 : items[slot]);
        }

        int close = tokens.GetEnd(index) - 1;
        WriteGap(end, close, hadLines);
        destination.Append(Source[close]);
    }

    private void WriteItem(int item, bool isObject)
    {
        int value = item;
        if (isObject)
        {
            value = item + 1;
            tokens.WriteScalar(item, options, destination);
            destination.Append(Source[tokens[item].End..tokens[value].Start]);
        }

        WriteValue(value);
    }

    private void WriteGap(int start, int end, bool hadLine)
    {
        ReadOnlySpan<byte> gap = Source[start..end];
        if (hadLine)
        {
            int comma = gap.IndexOf((byte)',') + 1;
            destination.Append(gap[..comma]);
            destination.Append((byte)'\n');
            gap = gap[comma..];
        }

        destination.Append(gap);
    }

    private List<int> GetElements(int index)
    {
        var elements = new List<int>();
        for (int item = index + 1; item < tokens[index].Next - 1; item = tokens[item].Next)
        {
            elements.Add(item);
        }

        return elements;
    }
}
