namespace WebhookTools.Core.Payloads;

/// <summary>Bytes that are appended and used again: grows by doubling, keeps its array from value to value.</summary>
internal sealed class ByteBuffer
{
    /// <summary>A larger array is let go by <see cref="Clear"/>, so that one giant value does not stay for ever.</summary>
    private const int LargestKept = 4 * 1024 * 1024;

    private const int SmallestSize = 256;

    private byte[] _bytes = [];
    private int _length;

    /// <summary>How many bytes there are. It can be set to less, which drops what was appended last.</summary>
    public int Length
    {
        get => _length;
        set
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, _length);
            _length = value;
        }
    }

    /// <summary>The bytes, valid until the next change.</summary>
    public ReadOnlySpan<byte> Span => _bytes.AsSpan(0, _length);

    /// <summary>The bytes, valid until the next change.</summary>
    public ReadOnlyMemory<byte> Memory => _bytes.AsMemory(0, _length);

    /// <summary>The array behind; only its first <see cref="Length"/> bytes mean something.</summary>
    public byte[] Array => _bytes;

    /// <summary>Appends one byte.</summary>
    public void Append(byte value)
    {
        if (_length == _bytes.Length)
        {
            Grow(1);
        }

        _bytes[_length++] = value;
    }

    /// <summary>Appends bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        _length += bytes.Length;
    }

    /// <summary>Gives room for at least <paramref name="size"/> bytes after the last one. <see cref="Advance"/> says how many were used.</summary>
    public Span<byte> Reserve(int size)
    {
        if (_bytes.Length - _length < size)
        {
            Grow(size);
        }

        return _bytes.AsSpan(_length);
    }

    /// <summary>Counts bytes that were written into what <see cref="Reserve"/> gave.</summary>
    public void Advance(int size)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, _bytes.Length - _length);
        _length += size;
    }

    /// <summary>Empties the buffer.</summary>
    public void Clear()
    {
        _length = 0;
        if (_bytes.Length > LargestKept)
        {
            _bytes = [];
        }
    }

    private void Grow(int size)
    {
        long needed = (long)_length + size;
        if (needed > PayloadLimits.MaximumValueSize)
        {
            throw PayloadErrors.PayloadTooLarge();
        }

        long doubled = Math.Max(SmallestSize, Math.Min(2L * _bytes.Length, PayloadLimits.MaximumValueSize));
        System.Array.Resize(ref _bytes, (int)Math.Max(needed, doubled));
    }
}
