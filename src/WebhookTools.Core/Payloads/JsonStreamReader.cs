using System.Buffers;
using System.Text;

namespace WebhookTools.Core.Payloads;

/// <summary>
/// Reads JSON values one after another from a stream as they arrive: NDJSON, values over many lines, or values with nothing between them.
/// It holds one value, of at most <see cref="PayloadLimits.MaximumValueSize"/>, and the bytes that were read beyond it.
/// </summary>
internal sealed class JsonStreamReader(Stream input, int maximumDepth) : IDisposable
{
    private const int BufferSize = 256 * 1024;

    private readonly JsonTreeReader _reader = new(maximumDepth);
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
    private int _end;
    private bool _isFinal;
    private bool _isStarted;

    /// <summary>The last value, valid until the next is read.</summary>
    public JsonTree Tree => _reader.Tree;

    /// <summary>The bytes of the last value as they arrived, valid until the next is read.</summary>
    public ReadOnlyMemory<byte> Value => _buffer.AsMemory(_reader.ValueStart, _reader.Position - _reader.ValueStart);

    /// <summary>Reads the next value.</summary>
    /// <param name="beforeWaiting">Called each time before more input is awaited.</param>
    /// <returns>False if the input has ended.</returns>
    /// <exception cref="PayloadException">The input is not valid.</exception>
    public ValueTask<bool> ReadAsync(Func<ValueTask>? beforeWaiting, CancellationToken cancellationToken) =>
        TryRead(unchanged: 0) ? ValueTask.FromResult(true) : ReadMoreAsync(beforeWaiting, cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private async ValueTask<bool> ReadMoreAsync(Func<ValueTask>? beforeWaiting, CancellationToken cancellationToken)
    {
        int unchanged;
        do
        {
            if (_isFinal)
            {
                return false;
            }

            if (beforeWaiting is not null)
            {
                await beforeWaiting();
            }

            MakeRoom();
            unchanged = _end;
            int read = await input.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
            _end += read;
            _isFinal = read == 0;
        }
        while (!TryRead(unchanged));
        return true;
    }

    private bool TryRead(int unchanged)
    {
        ReadOnlySpan<byte> source = _buffer.AsSpan(0, _end);
        if (!_isStarted)
        {
            ReadOnlySpan<byte> mark = Encoding.UTF8.Preamble;
            if (!_isFinal && source.Length < mark.Length && mark.StartsWith(source))
            {
                return false;
            }

            _isStarted = true;
            if (source.StartsWith(mark))
            {
                _end -= mark.Length;
                source[mark.Length..].CopyTo(_buffer);
                return _reader.TryRead(_buffer.AsSpan(0, _end), _isFinal);
            }
        }

        return !IsWithinString(source, unchanged) && _reader.TryRead(source, _isFinal);
    }

    /// <summary>
    /// True if the next token is a string that was incomplete and has not ended since. The framework's reader starts again at the beginning of
    /// an incomplete token, so a long string that arrives in many parts would take quadratic time.
    /// </summary>
    private bool IsWithinString(ReadOnlySpan<byte> source, int unchanged) =>
        !_isFinal && unchanged > _reader.Position
            && source[_reader.Position..unchanged].TrimStart(" \t\r\n,:"u8).StartsWith("\""u8)
            && !source[unchanged..].Contains((byte)'"');

    /// <summary>Drops what has been read, and enlarges the buffer if an incomplete value fills more than half of it.</summary>
    private void MakeRoom()
    {
        Span<byte> source = _buffer.AsSpan(0, _end);
        int dropped = _reader.ValueStart;
        int kept = _end - dropped;
        if (kept >= PayloadLimits.MaximumValueSize)
        {
            throw PayloadErrors.JsonValueTooLarge(_reader.ValuePosition(source));
        }

        int size = _buffer.Length;
        if (kept > size / 2)
        {
            size = (int)Math.Min(2L * size, PayloadLimits.MaximumValueSize);
        }
        else if (kept < BufferSize / 2)
        {
            size = BufferSize;
        }

        _reader.Discard(source[..dropped]);
        byte[] former = _buffer;
        if (size > former.Length || former.Length > 2 * size)
        {
            _buffer = ArrayPool<byte>.Shared.Rent(size);
        }

        source[dropped..].CopyTo(_buffer);
        if (!ReferenceEquals(former, _buffer))
        {
            ArrayPool<byte>.Shared.Return(former);
        }

        _end = kept;
    }
}
