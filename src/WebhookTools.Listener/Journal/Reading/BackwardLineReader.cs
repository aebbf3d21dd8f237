namespace WebhookTools.Listener.Journal.Reading;

/// <summary>Reads a file line by line from its end, with memory for one line. Data appended after the reader was created is ignored.</summary>
internal sealed class BackwardLineReader
{
    private const int ChunkSize = 256 * 1024;
    private readonly FileStream _file;
    private byte[] _buffer = new byte[ChunkSize];
    private long _position;
    private int _start;
    private int _end;
    private bool _hasBegun;

    public BackwardLineReader(FileStream file)
    {
        _file = file;
        _position = file.Length;
        _start = ChunkSize;
        _end = ChunkSize;
    }

    /// <summary>The current line without its line break. Valid until the next read.</summary>
    public ReadOnlyMemory<byte> Line { get; private set; }

    /// <summary>True if the line ends with a line break. The last line of the file, which is read first, may not.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Moves to the previous line. Returns false at the start of the file.</summary>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        if (!_hasBegun)
        {
            _hasBegun = true;
            await FillAsync(cancellationToken);
            IsComplete = _end > _start && _buffer[_end - 1] == (byte)'\n';
            if (IsComplete)
            {
                _end--;
            }
        }
        else
        {
            IsComplete = true;
        }

        if (_end < _start || (_start == _end && _position == 0 && !IsComplete))
        {
            return false;
        }

        int unsearched = _end;
        while (true)
        {
            int found = _buffer.AsSpan(_start, unsearched - _start).LastIndexOf((byte)'\n');
            if (found >= 0)
            {
                Line = _buffer.AsMemory(_start + found + 1, _end - _start - found - 1);
                _end = _start + found;
                return true;
            }

            if (_position == 0)
            {
                Line = _buffer.AsMemory(_start, _end - _start);
                _end = _start - 1;
                return true;
            }

            int searched = _end - _start;
            await FillAsync(cancellationToken);
            unsearched = _end - searched;
        }
    }

    // Reads the preceding part of the file into the buffer, before the data that it contains.
    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        if (_start == 0 || _end < _buffer.Length)
        {
            int kept = _end - _start;
            byte[] target = kept > _buffer.Length / 2
                ? new byte[checked((int)Math.Min(Array.MaxLength, _buffer.Length * 2L))]
                : _buffer;
            int start = target.Length - kept;
            Buffer.BlockCopy(_buffer, _start, target, start, kept);
            _buffer = target;
            _start = start;
            _end = target.Length;
        }

        int count = (int)Math.Min(_start, _position);
        _position -= count;
        _start -= count;
        int read = 0;
        while (read < count)
        {
            int more = await RandomAccess.ReadAsync(_file.SafeFileHandle, _buffer.AsMemory(_start + read, count - read), _position + read, cancellationToken);
            if (more == 0)
            {
                // The writer has truncated the file: the missing data was not acknowledged. Empty lines are skipped.
                _buffer.AsSpan(_start + read, count - read).Fill((byte)'\n');
                break;
            }

            read += more;
        }
    }
}
