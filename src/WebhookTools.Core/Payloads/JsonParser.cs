using System.Buffers;
using System.Numerics;
using System.Runtime.Intrinsics;
using System.Text;
using System.Text.Unicode;

namespace WebhookTools.Core.Payloads;

/// <summary>
/// Reads one JSON value (RFC 8259, nothing more) from bytes onto a tape. A parser of our own, since the framework's reader neither checks that strings
/// are whole UTF-8 nor names the place of an error as a path.
/// </summary>
internal ref struct JsonParser
{
    /// <summary>Stands for a place when the source ends within the value and more may follow.</summary>
    public const int Incomplete = -1;

    private readonly ReadOnlySpan<byte> _source;
    private readonly JsonParserState _state;
    private readonly JsonTape _tape;
    private readonly ReadOnlySpan<byte> _nameKey;
    private readonly JsonOrigin _origin;
    private readonly bool _isFinal;
    private readonly int _maximumDepth;

    private int _nameStart;
    private int _nameLength;
    private bool _hasName;

    /// <summary>Creates a parser of one value.</summary>
    /// <param name="source">The bytes at hand.</param>
    /// <param name="state">The tape and the working memory.</param>
    /// <param name="isFinal">Whether no bytes follow the source.</param>
    /// <param name="origin">What came before the source.</param>
    public JsonParser(ReadOnlySpan<byte> source, JsonParserState state, bool isFinal, JsonOrigin origin)
    {
        _source = source;
        _state = state;
        _tape = state.Tape;
        _nameKey = state.NameKey;
        _maximumDepth = state.MaximumDepth;
        _isFinal = isFinal;
        _origin = origin;
    }

    /// <summary>Reads the value that begins at <paramref name="start"/>, where no whitespace is.</summary>
    /// <returns>The place after the value, or <see cref="Incomplete"/>.</returns>
    public int Parse(int start)
    {
        _tape.Clear();
        _state.Depth = 0;
        int end = ParseValue(start);
        if (end == Incomplete)
        {
            return Incomplete;
        }

        ReadOnlySpan<byte> text = _source[start..end];
        if (!Utf8.IsValid(text))
        {
            throw PayloadErrors.JsonNotUtf8(PositionOf(start + Utf8Text.IndexOfInvalid(text)));
        }

        return end;
    }

    /// <summary>The place of the first byte that is no whitespace, or the source's end.</summary>
    public static int SkipWhitespace(ReadOnlySpan<byte> source, int position)
    {
        while ((uint)position < (uint)source.Length && source[position] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
        {
            position++;
        }

        return position;
    }

    /// <summary>The error of a byte where whitespace or the end was expected.</summary>
    public readonly PayloadException TrailingData(int position) => PayloadErrors.JsonTrailingData(Found(position), PositionOf(position));

    private int ParseValue(int position)
    {
        while (true)
        {
            if (_state.IsInObject)
            {
                position = ReadName(position);
                if (position == Incomplete)
                {
                    return Incomplete;
                }
            }

            if (position == _source.Length)
            {
                return EndOfSource();
            }

            byte first = _source[position];
            if (first is (byte)'{' or (byte)'[')
            {
                Open(first == (byte)'{' ? TapeNodeKind.Object : TapeNodeKind.Array, position);
                position = SkipWhitespace(position + 1);
                if (position == _source.Length)
                {
                    return EndOfSource();
                }

                // '{' and '}', '[' and ']' are two apart in ASCII.
                if (_source[position] != first + 2)
                {
                    continue;
                }

                Close();
                position++;
            }
            else
            {
                position = ReadScalar(first, position);
                if (position == Incomplete)
                {
                    return Incomplete;
                }
            }

            position = AfterValue(position);
            if (position == Incomplete || _state.Depth == 0)
            {
                return position;
            }
        }
    }

    /// <summary>Closes what ends here. Gives the place of the next member or item, or that after the whole value.</summary>
    private int AfterValue(int position)
    {
        _hasName = false;
        while (_state.Depth > 0)
        {
            position = SkipWhitespace(position);
            if (position == _source.Length)
            {
                return EndOfSource();
            }

            bool inObject = _state.IsInObject;
            byte closing = inObject ? (byte)'}' : (byte)']';
            byte found = _source[position];
            if (found == (byte)',')
            {
                int next = SkipWhitespace(position + 1);
                if (next == _source.Length)
                {
                    return EndOfSource();
                }

                return _source[next] == closing ? throw PayloadErrors.JsonTrailingComma((char)closing, PositionOf(position), Path()) : next;
            }

            if (found != closing)
            {
                throw Invalid(position, $"expected ',' or '{(char)closing}'");
            }

            Close();
            position++;
        }

        return position;
    }

    private int ReadName(int position)
    {
        if (position == _source.Length)
        {
            return EndOfSource();
        }

        if (_source[position] != (byte)'"')
        {
            throw Invalid(position, "expected a member's name in double quotes");
        }

        int end = ReadString(position, out int start, out int length);
        if (end == Incomplete)
        {
            return Incomplete;
        }

        _nameStart = start >= 0 ? start + 1 : ~(~start + 1);
        _nameLength = length - 2;
        _hasName = true;

        position = SkipWhitespace(end);
        if (position == _source.Length)
        {
            return EndOfSource();
        }

        if (_source[position] != (byte)':')
        {
            throw Invalid(position, "expected ':'");
        }

        return SkipWhitespace(position + 1);
    }

    private int ReadScalar(byte first, int position)
    {
        switch (first)
        {
            case (byte)'"':
                int end = ReadString(position, out int start, out int length);
                if (end != Incomplete)
                {
                    AddScalar(TapeNodeKind.String, start, length);
                }

                return end;
            case (byte)'t':
                return ReadLiteral("true"u8, TapeNodeKind.True, position);
            case (byte)'f':
                return ReadLiteral("false"u8, TapeNodeKind.False, position);
            case (byte)'n':
                return ReadLiteral("null"u8, TapeNodeKind.Null, position);
            case (byte)'-' or (>= (byte)'0' and <= (byte)'9'):
                return ReadNumber(position);
            case (byte)'/':
                throw PayloadErrors.JsonComment(PositionOf(position), Path());
            case (byte)'N':
                return ReadNotFinite("NaN"u8, position, position);
            case (byte)'I':
                return ReadNotFinite("Infinity"u8, position, position);
            default:
                throw Invalid(position, "expected a value");
        }
    }

    private int ReadLiteral(ReadOnlySpan<byte> literal, TapeNodeKind kind, int position)
    {
        ReadOnlySpan<byte> rest = _source[position..];
        int compared = Math.Min(literal.Length, rest.Length);
        if (!rest[..compared].SequenceEqual(literal[..compared]))
        {
            throw Invalid(position, "expected a value");
        }

        int end = position + literal.Length;
        if (end >= _source.Length)
        {
            if (!_isFinal)
            {
                return Incomplete;
            }

            if (end > _source.Length)
            {
                return EndOfSource();
            }
        }
        else if (!EndsScalar(_source[end]))
        {
            throw Invalid(position, "expected a value");
        }

        AddScalar(kind, position, literal.Length);
        return end;
    }

    /// <summary>Checks a number's grammar; its digits are kept as they are, whatever their count.</summary>
    private int ReadNumber(int start)
    {
        int position = start;
        if (_source[position] == (byte)'-')
        {
            position++;
            if (position < _source.Length && _source[position] == (byte)'I')
            {
                return ReadNotFinite("Infinity"u8, start, position);
            }
        }

        int digits = CountDigits(position);
        if (digits > 1 && _source[position] == (byte)'0')
        {
            throw Invalid(start, "expected a number without leading zeros");
        }

        position += digits;
        bool isComplete = digits > 0;
        if (isComplete && position < _source.Length && _source[position] == (byte)'.')
        {
            digits = CountDigits(++position);
            position += digits;
            isComplete = digits > 0;
        }

        if (isComplete && position < _source.Length && (_source[position] | 0x20) == (byte)'e')
        {
            position++;
            if (position < _source.Length && _source[position] is (byte)'+' or (byte)'-')
            {
                position++;
            }

            digits = CountDigits(position);
            position += digits;
            isComplete = digits > 0;
        }

        if (position == _source.Length && (!_isFinal || !isComplete))
        {
            return EndOfSource();
        }

        if (!isComplete)
        {
            throw Invalid(position, "expected a digit of a number");
        }

        if (position < _source.Length && !EndsScalar(_source[position]))
        {
            throw Invalid(position, "expected the end of a number");
        }

        AddScalar(TapeNodeKind.Number, start, position - start);
        return position;
    }

    /// <summary>Tells what some programs write for a number that is none from a word that is nothing at all. Neither is JSON.</summary>
    private readonly int ReadNotFinite(ReadOnlySpan<byte> word, int start, int position)
    {
        ReadOnlySpan<byte> rest = _source[position..];
        if (!_isFinal && rest.Length < word.Length && word.StartsWith(rest))
        {
            return Incomplete;
        }

        throw rest.StartsWith(word) ? PayloadErrors.JsonNumberNotFinite(PositionOf(start), Path()) : Invalid(position, "expected a value");
    }

    private readonly int CountDigits(int position)
    {
        ReadOnlySpan<byte> rest = _source[position..];
        int count = 0;
        while (count < rest.Length && (uint)(rest[count] - '0') <= 9)
        {
            count++;
        }

        return count;
    }

    /// <summary>Reads a string. Its text is that of the source, or canonical text where it holds escapes.</summary>
    private int ReadString(int position, out int start, out int length)
    {
        bool hasEscapes = false;
        int next = position + 1;
        while (true)
        {
            next = IndexOfStringBreak(next);
            if (next >= _source.Length)
            {
                start = length = 0;
                return EndOfSource();
            }

            byte found = _source[next];
            if (found == (byte)'"')
            {
                break;
            }

            if (found != (byte)'\\')
            {
                throw PayloadErrors.JsonControlCharacter(found, PositionOf(next), Path());
            }

            hasEscapes = true;
            next += 2;
        }

        int end = next + 1;
        start = position;
        length = end - position;
        if (hasEscapes)
        {
            ByteBuffer canonical = _tape.CanonicalText;
            start = canonical.Length;
            canonical.Append((byte)'"');
            int wrong = JsonText.AppendCanonical(_source[(position + 1)..next], canonical);
            if (wrong >= 0)
            {
                throw EscapeError(position + 1 + wrong);
            }

            canonical.Append((byte)'"');
            length = canonical.Length - start;
            start = ~start;
        }

        return end;
    }

    /// <summary>The place of the next quote, backslash or control character, or the source's end.</summary>
    private readonly int IndexOfStringBreak(int position)
    {
        ReadOnlySpan<byte> rest = position < _source.Length ? _source[position..] : [];
        int index = 0;
        while (rest.Length - index >= Vector128<byte>.Count)
        {
            Vector128<byte> block = Vector128.Create(rest.Slice(index, Vector128<byte>.Count));
            Vector128<byte> hits = Vector128.Equals(block, Vector128.Create((byte)'"'))
                | Vector128.Equals(block, Vector128.Create((byte)'\\'))
                | Vector128.Equals(Vector128.Min(block, Vector128.Create((byte)0x1F)), block);
            if (hits != Vector128<byte>.Zero)
            {
                return position + index + BitOperations.TrailingZeroCount(hits.ExtractMostSignificantBits());
            }

            index += Vector128<byte>.Count;
        }

        while (index < rest.Length && rest[index] is not ((byte)'"' or (byte)'\\' or < 0x20))
        {
            index++;
        }

        return position + index;
    }

    private readonly int SkipWhitespace(int position) => SkipWhitespace(_source, position);

    private void Open(TapeNodeKind kind, int position)
    {
        if (_state.Depth == _maximumDepth)
        {
            throw PayloadErrors.JsonTooDeep(_maximumDepth, Path(), PositionOf(position));
        }

        int index = _tape.Count;
        AddNode(kind);
        _state.Push(index, kind == TapeNodeKind.Object);
        _hasName = false;
    }

    private void Close()
    {
        ref TapeNode node = ref _tape.Nodes[_state.OpenNode];
        node.End = _tape.Count;
        if (node.Kind == TapeNodeKind.Object && _state.ChildCount > 1)
        {
            _state.DuplicateNames.Resolve(_source, _tape, _state.OpenNode, _state.ChildCount);
        }

        _state.Pop();
    }

    private void AddScalar(TapeNodeKind kind, int start, int length)
    {
        ref TapeNode node = ref AddNode(kind);
        node.Start = start;
        node.Length = length;
    }

    private readonly ref TapeNode AddNode(TapeNodeKind kind)
    {
        int index = _tape.Count;
        ref TapeNode node = ref _tape.Add(kind);
        if (_state.Depth > 0)
        {
            _state.CountChild();
            if (_hasName)
            {
                node.NameStart = _nameStart;
                node.NameLength = _nameLength;
                if (_nameLength == _nameKey.Length && _nameLength > 0 && PendingName().SequenceEqual(_nameKey))
                {
                    // The last one of the name counts, as in all else.
                    _tape.Nodes[_state.OpenNode].NameMember = index;
                }
            }
        }

        return ref node;
    }

    private readonly ReadOnlySpan<byte> PendingName() => _nameStart >= 0
        ? _source.Slice(_nameStart, _nameLength)
        : _tape.CanonicalText.Span.Slice(~_nameStart, _nameLength);

    private readonly bool StartsWith(ReadOnlySpan<byte> text, int position) =>
        position <= _source.Length && _source[position..].StartsWith(text);

    /// <summary>Whether a number or literal may end before this byte. Objects, arrays and strings may follow one another without whitespace.</summary>
    private static bool EndsScalar(byte next) =>
        next is (byte)',' or (byte)']' or (byte)'}' or (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t' or (byte)'{' or (byte)'[' or (byte)'"';

    private readonly int EndOfSource() =>
        _isFinal ? throw PayloadErrors.JsonUnexpectedEnd(PositionOf(_source.Length), Path()) : Incomplete;

    private readonly PayloadException EscapeError(int position) =>
        StartsWith("\\u"u8, position) && JsonText.TryReadHexadecimal(_source[(position + 2)..], out int unit) && char.IsSurrogate((char)unit)
            ? PayloadErrors.JsonLoneSurrogate(unit, PositionOf(position), Path())
            : PayloadErrors.JsonInvalidEscape(PositionOf(position), Path());

    private readonly PayloadException Invalid(int position, string expected)
    {
        OperationStatus status = Rune.DecodeFromUtf8(_source[position..], out _, out _);
        return status == OperationStatus.InvalidData || (status == OperationStatus.NeedMoreData && _isFinal)
            ? PayloadErrors.JsonNotUtf8(PositionOf(position))
            : PayloadErrors.JsonInvalid(expected, Found(position), PositionOf(position), Path());
    }

    private readonly string Found(int position) => Utf8Text.DescribeFirst(_source[position..]);

    private readonly JsonPosition PositionOf(int index) => _origin.After(_source[..Math.Min(index, _source.Length)]).Position;

    private readonly string Path()
    {
        var path = new JsonPathBuilder();
        _state.AppendPath(ref path, _tape.View(_source), _hasName ? JsonText.Decode(PendingName()) : null);
        return path.ToString();
    }
}
