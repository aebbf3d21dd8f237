using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace WebhookTools.Core.Payloads;

/// <summary>
/// Reads JSON values (RFC 8259) with the framework's reader into a <see cref="JsonTree"/>. It adds what the framework's reader does not check or
/// tell: strings must be valid Unicode, and an error names the path. A value may arrive in parts.
/// </summary>
internal sealed class JsonTreeReader
{
    private readonly int _maximumDepth;
    private readonly JsonReaderOptions _options;
    private readonly DuplicateNames _duplicateNames;
    private readonly ByteBuffer _decoded = new();
    private readonly List<int> _openNodes = [];
    private JsonReaderState _state;
    private JsonPosition _origin;
    private bool _isComplete;
    private bool _hasName;
    private int _nameStart;
    private int _nameLength;

    public JsonTreeReader(int maximumDepth)
    {
        _maximumDepth = maximumDepth;

        // One level more than allowed: the error for a value that is too deep is ours, with the path.
        _options = new JsonReaderOptions { MaxDepth = maximumDepth + 1, AllowMultipleValues = true };
        _duplicateNames = new DuplicateNames(Tree);
        Reset();
    }

    /// <summary>The value, complete once <see cref="TryRead"/> has returned true and until it is called again.</summary>
    public JsonTree Tree { get; } = new();

    /// <summary>The index in the source of the next byte to read.</summary>
    public int Position { get; private set; }

    /// <summary>The index in the source of the first byte that is still needed: the start of the value, or of the white space before it.</summary>
    public int ValueStart { get; private set; }

    /// <summary>The position of the value in the whole input.</summary>
    public JsonPosition ValuePosition(ReadOnlySpan<byte> source)
    {
        int whiteSpace = source[ValueStart..].IndexOfAnyExcept(JsonText.WhiteSpace);
        return PositionOf(source, ValueStart + Math.Max(whiteSpace, 0));
    }

    /// <summary>Reads a text that contains one value and nothing else.</summary>
    /// <exception cref="PayloadException">The text is not one JSON value.</exception>
    public JsonTree ReadSingle(ReadOnlySpan<byte> json)
    {
        if (json.Length > PayloadLimits.MaximumValueSize)
        {
            throw PayloadErrors.JsonValueTooLarge(JsonPosition.Start);
        }

        if (json.StartsWith(Encoding.UTF8.Preamble))
        {
            json = json[Encoding.UTF8.Preamble.Length..];
        }

        Reset();
        if (!TryRead(json, isFinal: true))
        {
            throw PayloadErrors.JsonEmpty();
        }

        int trailing = json[Position..].IndexOfAnyExcept(JsonText.WhiteSpace);
        return trailing < 0 ? Tree : throw PayloadErrors.JsonTrailingData(Utf8Text.DescribeFirst(json[(Position + trailing)..]), PositionOf(json, Position + trailing));
    }

    /// <summary>Continues to read, up to the end of the next value.</summary>
    /// <param name="source">The bytes from the last call, followed by those that have arrived since.</param>
    /// <param name="isFinal">Whether no more bytes follow.</param>
    /// <returns>True if the value is complete; false if more bytes are needed, or if the input has ended and there is no further value.</returns>
    /// <exception cref="PayloadException">The input is not valid.</exception>
    public bool TryRead(ReadOnlySpan<byte> source, bool isFinal)
    {
        if (_isComplete)
        {
            _isComplete = false;
            Tree.Clear();
            ValueStart = Position;
        }

        ReadOnlySpan<byte> rest = source[Position..];
        if (Tree.Count == 0 && !rest.ContainsAnyExcept(JsonText.WhiteSpace))
        {
            return false;
        }

        var reader = new Utf8JsonReader(rest, isFinal, _state);
        try
        {
            while (!_isComplete && reader.Read())
            {
                Add(ref reader, source);
            }
        }
        catch (JsonException)
        {
            throw Explain(source);
        }

        Position += (int)reader.BytesConsumed;
        _state = reader.CurrentState;
        if (_isComplete)
        {
            CheckUtf8(source);
        }

        return _isComplete;
    }

    /// <summary>Adjusts to a source whose first bytes, which have been read, were removed.</summary>
    public void Discard(ReadOnlySpan<byte> bytes)
    {
        _origin = _origin.After(bytes);
        Position -= bytes.Length;
        ValueStart -= bytes.Length;
    }

    private void Reset()
    {
        _state = new JsonReaderState(_options);
        _origin = JsonPosition.Start;
        _isComplete = false;
        _hasName = false;
        _openNodes.Clear();
        Tree.Clear();
        Position = 0;
        ValueStart = 0;
    }

    private void Add(ref Utf8JsonReader reader, ReadOnlySpan<byte> source)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                _hasName = false;
                (_nameStart, _nameLength) = AppendText(ref reader, source);
                _hasName = true;
                return;
            case JsonTokenType.StartObject:
                Open(JsonValueKind.Object, ref reader, source);
                return;
            case JsonTokenType.StartArray:
                Open(JsonValueKind.Array, ref reader, source);
                return;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                Close();
                break;
            case JsonTokenType.String:
                (int start, int length) = AppendText(ref reader, source);
                ref JsonTreeNode text = ref AddNode(JsonValueKind.String, ref reader);
                text.TextStart = start;
                text.TextLength = length;
                break;
            case JsonTokenType.Number:
                ref JsonTreeNode number = ref AddNode(JsonValueKind.Number, ref reader);
                number.TextStart = Tree.Text.Length;
                number.TextLength = reader.ValueSpan.Length;
                Tree.Text.Append(reader.ValueSpan);
                break;
            case JsonTokenType.True:
                AddNode(JsonValueKind.True, ref reader);
                break;
            case JsonTokenType.False:
                AddNode(JsonValueKind.False, ref reader);
                break;
            default:
                AddNode(JsonValueKind.Null, ref reader);
                break;
        }

        _isComplete = _openNodes.Count == 0;
    }

    private ref JsonTreeNode AddNode(JsonValueKind kind, ref Utf8JsonReader reader)
    {
        if (Tree.Count == 0)
        {
            ValueStart = Position + (int)reader.TokenStartIndex;
        }
        else
        {
            Tree[_openNodes[^1]].Count++;
        }

        ref JsonTreeNode node = ref Tree.Add(kind);
        if (_hasName)
        {
            node.NameStart = _nameStart;
            node.NameLength = _nameLength;
            _hasName = false;
        }

        return ref node;
    }

    private void Open(JsonValueKind kind, ref Utf8JsonReader reader, ReadOnlySpan<byte> source)
    {
        if (_openNodes.Count == _maximumDepth)
        {
            throw PayloadErrors.JsonTooDeep(_maximumDepth, GetPath(), PositionOf(source, Position + (int)reader.TokenStartIndex));
        }

        int index = Tree.Count;
        AddNode(kind, ref reader);
        _openNodes.Add(index);
    }

    private void Close()
    {
        int index = _openNodes[^1];
        ref JsonTreeNode node = ref Tree[index];
        node.End = Tree.Count;
        if (node is { Kind: JsonValueKind.Object, Count: > 1 })
        {
            _duplicateNames.Resolve(index);
        }

        _openNodes.RemoveAt(_openNodes.Count - 1);
    }

    private (int Start, int Length) AppendText(ref Utf8JsonReader reader, ReadOnlySpan<byte> source)
    {
        int start = Tree.Text.Length;
        if (!reader.ValueIsEscaped)
        {
            Tree.Text.Append(reader.ValueSpan);
        }
        else
        {
            _decoded.Clear();
            try
            {
                _decoded.Advance(reader.CopyString(_decoded.GetSpan(reader.ValueSpan.Length)));
            }
            catch (InvalidOperationException)
            {
                int token = Position + (int)reader.TokenStartIndex;
                int invalid = Utf8Text.IndexOfInvalid(reader.ValueSpan);
                throw invalid < reader.ValueSpan.Length
                    ? PayloadErrors.JsonNotUtf8(PositionOf(source, token + 1 + invalid))
                    : PayloadErrors.JsonLoneSurrogate(PositionOf(source, token), GetPath());
            }

            JsonText.Append(_decoded.WrittenSpan, Tree.Text);
        }

        return (start, Tree.Text.Length - start);
    }

    /// <summary>The framework's reader does not check strings, which can be all that is wrong.</summary>
    private void CheckUtf8(ReadOnlySpan<byte> source)
    {
        ReadOnlySpan<byte> value = source[ValueStart..Position];
        if (!Utf8.IsValid(value))
        {
            throw PayloadErrors.JsonNotUtf8(PositionOf(source, ValueStart + Utf8Text.IndexOfInvalid(value)));
        }
    }

    /// <summary>
    /// Converts an error of the framework's reader to a position, a path and an error id, which depends on the text at the position. The value is read
    /// again as if more input followed. If that succeeds, only the end is missing.
    /// </summary>
    private PayloadException Explain(ReadOnlySpan<byte> source)
    {
        ReadOnlySpan<byte> value = source[ValueStart..];
        var reader = new Utf8JsonReader(value, isFinalBlock: false, new JsonReaderState(_options));
        try
        {
            while (reader.Read())
            {
            }

            return PayloadErrors.JsonUnexpectedEnd(PositionOf(source, source.Length), GetPath());
        }
        catch (JsonException exception)
        {
            int index = Math.Min(JsonPosition.Start.IndexOf(new JsonPosition(exception.LineNumber.GetValueOrDefault() + 1, exception.BytePositionInLine.GetValueOrDefault() + 1), value), value.Length - 1);
            return Explain(exception, source, ValueStart + index, ValueStart + Math.Min((int)reader.TokenStartIndex, index));
        }
    }

    private PayloadException Explain(JsonException exception, ReadOnlySpan<byte> source, int index, int tokenStart)
    {
        JsonPosition position = PositionOf(source, index);
        ReadOnlySpan<byte> before = source[..index];
        ReadOnlySpan<byte> found = source[index..];
        ReadOnlySpan<byte> token = source[tokenStart..];
        string path = GetPath();
        if (IsInvalidString(token))
        {
            return found[0] < ' ' ? PayloadErrors.JsonControlCharacter(found[0], position, path) : PayloadErrors.JsonInvalidEscape(position, path);
        }

        if (Utf8Text.IndexOfInvalid(found) == 0)
        {
            return PayloadErrors.JsonNotUtf8(position);
        }

        if (found[0] == (byte)'/')
        {
            return PayloadErrors.JsonComment(position, path);
        }

        if (token.StartsWith("NaN"u8) || token.StartsWith("Infinity"u8) || token.StartsWith("-Infinity"u8))
        {
            return PayloadErrors.JsonNumberNotFinite(position, path);
        }

        return found[0] is (byte)']' or (byte)'}' && before.TrimEnd(" \t\r\n"u8).EndsWith(","u8)
            ? PayloadErrors.JsonTrailingComma((char)found[0], position, path)
            : PayloadErrors.JsonInvalid(GetReason(exception, found), position, path);
    }

    /// <summary>True if the string that starts here cannot be read even alone; false for a string that has not ended.</summary>
    private static bool IsInvalidString(ReadOnlySpan<byte> token)
    {
        if (!token.StartsWith("\""u8))
        {
            return false;
        }

        try
        {
            var reader = new Utf8JsonReader(token, isFinalBlock: false, default);
            reader.Read();
            return false;
        }
        catch (JsonException)
        {
            return true;
        }
    }

    /// <summary>Returns the framework's message without the position, and with a character beyond ASCII named in full.</summary>
    private static string GetReason(JsonException exception, ReadOnlySpan<byte> found)
    {
        string message = exception.Message;
        int end = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return (end < 0 ? message : message[..end]).TrimEnd('.').Replace($"'0x{found[0]:X2}'", Utf8Text.DescribeFirst(found), StringComparison.Ordinal);
    }

    private JsonPosition PositionOf(ReadOnlySpan<byte> source, int index) => _origin.After(source[..index]);

    private string GetPath()
    {
        var path = new JsonPathBuilder();
        for (int level = 0; level < _openNodes.Count; level++)
        {
            ref JsonTreeNode node = ref Tree[_openNodes[level]];
            bool isInnermost = level == _openNodes.Count - 1;
            if (node.Kind == JsonValueKind.Array)
            {
                // An inner container has been counted; the item that is being read has not.
                path.AppendIndex(isInnermost ? node.Count : node.Count - 1);
            }
            else if (!isInnermost)
            {
                path.AppendName(JsonText.Decode(Tree.GetName(_openNodes[level + 1])));
            }
            else if (_hasName)
            {
                path.AppendName(JsonText.Decode(Tree.Text.WrittenSpan.Slice(_nameStart, _nameLength)));
            }
        }

        return path.ToString();
    }
}
