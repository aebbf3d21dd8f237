namespace WebhookTools.Listener.Journal.Reading;

/// <summary>Reads a stream line by line, with memory for one line.</summary>
/// <param name="stream">The stream.</param>
/// <param name="limit">The number of bytes after which reading ends. Otherwise reading a growing file might not end.</param>
internal sealed class LineReader(Stream stream, long limit)
{
    private const int ChunkSize = 256 * 1024;
    private byte[] _buffer = new byte[ChunkSize];
    private int _start;
    private int _end;
    private long _left = limit;
    private bool _isAtEnd;

    /// <summary>The current line without its line break. Valid until the next read.</summary>
    public ReadOnlyMemory<byte> Line { get; private set; }

    /// <summary>The line number, starting with 1.</summary>
    public long Number { get; private set; }

    /// <summary>True if the line ends with a line break. The last line may not.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Moves to the next line. Returns false at the end.</summary>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        // The part of the buffer without a line break, which is not searched again.
        int searched = 0;
        while (true)
        {
            int length = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (length >= 0)
            {
                Line = _buffer.AsMemory(_start, searched + length);
                _start += searched + length + 1;
                IsComplete = true;
                Number++;
                return true;
            }

            searched = _end - _start;
            if (_isAtEnd)
            {
                return TakeRest();
            }

            MakeSpace();
            int space = (int)Math.Min(_buffer.Length - _end, _left);
            int read = space == 0 ? 0 : await stream.ReadAsync(_buffer.AsMemory(_end, space), cancellationToken);
            _left -= read;
            _isAtEnd = read == 0;
            _end += read;
        }
    }

    private bool TakeRest()
    {
        Line = _buffer.AsMemory(_start, _end - _start);
        _start = _end;
        IsComplete = false;
        Number++;
        return !Line.IsEmpty;
    }

    private void MakeSpace()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, checked((int)Math.Min(Array.MaxLength, _buffer.Length * 2L)));
        }
    }
}
