namespace WebhookTools.Listener.Journal.Reading;

/// <summary>Reads a stream line by line, in memory for one line.</summary>
/// <param name="stream">What is read.</param>
/// <param name="limit">The bytes after which the reading ends: one who reads a file that grows would else never be done.</param>
internal sealed class LineReader(Stream stream, long limit)
{
    private const int ChunkSize = 256 * 1024;
    private byte[] _buffer = new byte[ChunkSize];
    private int _start;
    private int _end;
    private long _left = limit;
    private bool _isAtEnd;

    /// <summary>The line, without what ends it, until the next one is read.</summary>
    public ReadOnlyMemory<byte> Line { get; private set; }

    /// <summary>The line's number, from 1.</summary>
    public long Number { get; private set; }

    /// <summary>Whether the line ends with a line break; the last one may not.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Moves on a line; false at the end.</summary>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        // What was searched already is not searched again.
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

            MakeRoom();
            int room = (int)Math.Min(_buffer.Length - _end, _left);
            int read = room == 0 ? 0 : await stream.ReadAsync(_buffer.AsMemory(_end, room), cancellationToken);
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

    private void MakeRoom()
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
