using System.Buffers;

namespace WebhookTools.Core.Payloads;

/// <summary>
/// Reads JSON values one after another from a stream, as they come: NDJSON, pretty-printed over many lines, or with nothing between them.
/// It holds one value and what was read beyond it, and no value larger than <see cref="PayloadLimits.MaximumValueSize"/>.
/// </summary>
internal sealed class JsonValueReader(Stream input, JsonParserState state) : IDisposable
{
    private const int UsualBufferSize = 256 * 1024;

    private readonly JsonFrameScanner _scanner = new();
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(UsualBufferSize);
    private JsonOrigin _origin;
    private int _next;
    private int _end;
    private int _valueStart;
    private bool _isFinal;
    private bool _isBegun;

    /// <summary>How long an incomplete value must have become before it is parsed again; 0 when none is at hand.</summary>
    private int _parseAgainAt;

    /// <summary>The value that was read last, parsed; valid until the next is read.</summary>
    public JsonView View => state.Tape.View(_buffer.AsSpan(0, _end));

    /// <summary>The value that was read last, as it came; valid until the next is read.</summary>
    public ReadOnlyMemory<byte> Value => _buffer.AsMemory(_valueStart, _next - _valueStart);

    /// <summary>Takes more from the stream, when <see cref="TryRead"/> has found no more values.</summary>
    /// <returns>False when the stream had ended already: all values have been read.</returns>
    public async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (_isFinal)
        {
            return false;
        }

        MakeRoom();
        int read = await input.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
        _end += read;
        _isFinal = read == 0;
        return true;
    }

    /// <summary>Reads the next value, if it is whole.</summary>
    /// <exception cref="PayloadException">What comes is no JSON value.</exception>
    public bool TryRead()
    {
        if (!_isBegun && !TryBegin())
        {
            return false;
        }

        ReadOnlySpan<byte> source = _buffer.AsSpan(0, _end);
        _next = JsonParser.SkipWhitespace(source, _next);
        if (_next == _end || !IsWorthParsing(source[_next..]))
        {
            return false;
        }

        var parser = new JsonParser(source, state, _isFinal, _origin);
        int end = parser.Parse(_next);
        if (end == JsonParser.Incomplete)
        {
            if (_parseAgainAt == 0)
            {
                _scanner.Reset();
                _scanner.IsComplete(source[_next..]);
            }

            _parseAgainAt = (int)Math.Min(2L * (_end - _next), PayloadLimits.MaximumValueSize);
            return false;
        }

        _parseAgainAt = 0;
        _valueStart = _next;
        _next = end;
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    /// <summary>Whether an incomplete value has become whole, or so much longer that looking for an error early costs little.</summary>
    private bool IsWorthParsing(ReadOnlySpan<byte> value) =>
        _parseAgainAt == 0 || _isFinal || _scanner.IsComplete(value) || value.Length >= _parseAgainAt;

    private bool TryBegin()
    {
        ReadOnlySpan<byte> mark = Utf8Text.Utf8Mark;
        ReadOnlySpan<byte> source = _buffer.AsSpan(0, _end);
        if (source.StartsWith(mark))
        {
            _next = mark.Length;
        }
        else if (!_isFinal && mark.StartsWith(source))
        {
            return false;
        }

        _isBegun = true;
        return true;
    }

    /// <summary>Drops what has been read, and makes the buffer larger when an incomplete value fills it.</summary>
    private void MakeRoom()
    {
        int kept = _end - _next;
        int size = _buffer.Length;
        if (kept >= PayloadLimits.MaximumValueSize)
        {
            throw PayloadErrors.JsonValueTooLarge(_origin.After(_buffer.AsSpan(0, _next)).Position);
        }

        if (kept > size / 2)
        {
            size = (int)Math.Min(2L * size, PayloadLimits.MaximumValueSize);
        }
        else if (kept < UsualBufferSize / 2)
        {
            size = UsualBufferSize;
        }

        // The mark at the input's start is dropped with what was read, and counts as bytes of its line.
        _origin = _origin.After(_buffer.AsSpan(0, _next));
        byte[] former = _buffer;
        if (size > former.Length || former.Length > 2 * size)
        {
            _buffer = ArrayPool<byte>.Shared.Rent(size);
        }

        former.AsSpan(_next, kept).CopyTo(_buffer);
        if (!ReferenceEquals(former, _buffer))
        {
            ArrayPool<byte>.Shared.Return(former);
        }

        _next = 0;
        _valueStart = 0;
        _end = kept;
    }
}
