using System.Runtime.InteropServices;
using System.Text.Json;

namespace WebhookTools.Core.Signatures.Json;

/// <summary>
/// Writes a JSON text again in another form: other white space, other escape sequences, sorted names.
/// The text is read once, and what is not changed is copied byte for byte, so that the
/// result is what a serialiser of that form would have written, and not what this program's would.
/// </summary>
internal sealed class JsonRewriter
{
    /// <summary>Deeper than any webhook, and no danger for the stack.</summary>
    private const int MaximumDepth = 128;

    private readonly ReadOnlyMemory<byte> _source;
    private readonly List<JsonToken> _tokens;

    private JsonRewriter(ReadOnlyMemory<byte> source, List<JsonToken> tokens)
    {
        _source = source;
        _tokens = tokens;
    }

    /// <summary>Whether the whole text is one object or array: a lone number or text has few other forms.</summary>
    public bool IsContainer => _tokens[0].Type is JsonTokenType.StartObject or JsonTokenType.StartArray;

    /// <summary>Reads a text; null if it is not one JSON value, or one that is nested too deep.</summary>
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

        return tokens.Count == 0 ? null : new JsonRewriter(source, tokens);
    }

    /// <summary>Writes the text in another form. White space around it is kept if the layout is, and left out otherwise.</summary>
    public byte[] Write(JsonRewriteOptions options)
    {
        var destination = new ByteBuffer(_source.Length + 64);
        var writer = new Writer(_source.Span, _tokens, options, destination);
        writer.Write();
        return destination.ToArray();
    }

    private readonly ref struct Writer(ReadOnlySpan<byte> source, List<JsonToken> tokens, JsonRewriteOptions options, ByteBuffer destination)
    {
        private readonly ReadOnlySpan<byte> _source = source;

        public void Write()
        {
            if (options.Layout is not null)
            {
                WriteValue(0, depth: 0);
            }
            else if (options.SortsNames || options.RestoresLines)
            {
                destination.Write(_source[..tokens[0].Start]);
                WriteValue(0, depth: 0);
                destination.Write(_source[tokens[^1].End..]);
            }
            else
            {
                WriteTokens();
            }
        }

        /// <summary>All in its place: only the tokens that have another form are written, what stands between them is copied in one go.</summary>
        private void WriteTokens()
        {
            int copied = 0;
            foreach (JsonToken token in CollectionsMarshal.AsSpan(tokens))
            {
                bool isText = token.Type is JsonTokenType.String or JsonTokenType.PropertyName;
                if (isText ? options.Text.KeepsAll || !_source.Slice(token.Start, token.Length).ContainsAny(options.Text.Interesting) : token.Type != JsonTokenType.Number || !options.HasJavaScriptNumbers)
                {
                    continue;
                }

                destination.Write(_source[copied..token.Start]);
                WriteScalar(token);
                copied = token.End;
            }

            destination.Write(_source[copied..]);
        }

        private void WriteValue(int index, int depth)
        {
            JsonToken token = tokens[index];
            switch (token.Type)
            {
                case JsonTokenType.StartObject:
                case JsonTokenType.StartArray:
                    WriteContainer(index, depth);
                    break;
                default:
                    WriteScalar(token);
                    break;
            }
        }

        private void WriteScalar(JsonToken token)
        {
            ReadOnlySpan<byte> bytes = _source.Slice(token.Start, token.Length);
            if (token.Type is JsonTokenType.String or JsonTokenType.PropertyName && !options.Text.KeepsAll)
            {
                destination.Write((byte)'"');
                JsonTextWriter.Write(bytes[1..^1], options.Text, destination);
                destination.Write((byte)'"');
            }
            else if (token.Type == JsonTokenType.Number && options.HasJavaScriptNumbers)
            {
                destination.Write(JavaScriptNumber.Rewrite(bytes) ?? bytes);
            }
            else
            {
                destination.Write(bytes);
            }
        }

        private void WriteContainer(int index, int depth)
        {
            JsonToken open = tokens[index];
            JsonToken close = tokens[open.Next - 1];
            bool isObject = open.Type == JsonTokenType.StartObject;
            destination.Write(isObject ? (byte)'{' : (byte)'[');
            if (open.Next == index + 2)
            {
                WriteGap(open.End, close.Start);
            }
            else if (isObject && options.SortsNames)
            {
                WriteSorted(index, close, depth);
            }
            else if (options.RestoresLines && options.Layout is null && tokens[index + 1].Start > open.End)
            {
                WriteLines(index, close, depth);
            }
            else
            {
                int end = open.End;
                int item = index + 1;
                while (item < open.Next - 1)
                {
                    WriteBefore(end, item, isFirst: item == index + 1, depth);
                    item = WriteItem(item, isObject, depth, out end);
                }

                WriteAfter(end, close, depth);
            }

            destination.Write(isObject ? (byte)'}' : (byte)']');
        }

        /// <summary>Members or items each on a line of its own, with the indentation that is there.</summary>
        private void WriteLines(int index, JsonToken close, int depth)
        {
            bool isObject = tokens[index].Type == JsonTokenType.StartObject;
            int end = tokens[index].End;
            int item = index + 1;
            while (item < tokens[index].Next - 1)
            {
                WriteBrokenGap(end, tokens[item].Start);
                item = WriteItem(item, isObject, depth, out end);
            }

            WriteBrokenGap(end, close.Start);
        }

        private void WriteBrokenGap(int start, int end)
        {
            ReadOnlySpan<byte> gap = _source[start..end];
            int comma = gap.IndexOf((byte)',');
            destination.Write(gap[..(comma + 1)]);
            destination.Write((byte)'\n');
            destination.Write(gap[(comma + 1)..]);
        }

        /// <summary>Members in the order of their names. The gaps between them stay where they are, so that a layout is kept.</summary>
        private void WriteSorted(int index, JsonToken close, int depth)
        {
            var members = new List<int>();
            for (int item = index + 1; tokens[item].Type == JsonTokenType.PropertyName; item = tokens[item + 1].Next)
            {
                members.Add(item);
            }

            ReadOnlySpan<int> sorted = Sort(members);
            int end = tokens[index].End;
            for (int slot = 0; slot < members.Count; slot++)
            {
                WriteBefore(end, members[slot], isFirst: slot == 0, depth);
                WriteItem(sorted[slot], isObject: true, depth, out _);
                end = tokens[tokens[members[slot] + 1].Next - 1].End;
            }

            WriteAfter(end, close, depth);
        }

        private ReadOnlySpan<int> Sort(List<int> members)
        {
            var keyed = new (byte[] Name, int Member)[members.Count];
            for (int position = 0; position < keyed.Length; position++)
            {
                JsonToken name = tokens[members[position]];
                keyed[position] = (JsonTextWriter.Decode(_source.Slice(name.Start + 1, name.Length - 2)).ToArray(), members[position]);
            }

            // Of two members of the same name the first stays the first.
            Array.Sort(keyed, static (left, right) =>
            {
                int order = left.Name.AsSpan().SequenceCompareTo(right.Name);
                return order != 0 ? order : left.Member.CompareTo(right.Member);
            });
            return keyed.Select(pair => pair.Member).ToArray();
        }

        /// <summary>Writes an element, or a name and its value; gives the number of the next one and where this one ends in the source.</summary>
        private int WriteItem(int item, bool isObject, int depth, out int end)
        {
            int value = item;
            if (isObject)
            {
                WriteScalar(tokens[item]);
                value = item + 1;
                if (options.Layout is null)
                {
                    WriteGap(tokens[item].End, tokens[value].Start);
                }
                else
                {
                    options.Layout.WriteNameSeparator(destination);
                }
            }

            WriteValue(value, depth + 1);
            end = tokens[tokens[value].Next - 1].End;
            return tokens[value].Next;
        }

        private void WriteBefore(int previousEnd, int item, bool isFirst, int depth)
        {
            if (options.Layout is null)
            {
                WriteGap(previousEnd, tokens[item].Start);
                return;
            }

            if (!isFirst)
            {
                options.Layout.WriteItemSeparator(destination);
            }

            options.Layout.WriteLine(depth + 1, destination);
        }

        private void WriteAfter(int previousEnd, JsonToken close, int depth)
        {
            if (options.Layout is null)
            {
                WriteGap(previousEnd, close.Start);
            }
            else
            {
                options.Layout.WriteLine(depth, destination);
            }
        }

        private void WriteGap(int start, int end)
        {
            if (options.Layout is null)
            {
                destination.Write(_source[start..end]);
            }
        }
    }
}
