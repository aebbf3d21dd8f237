using System.Buffers;

namespace WebhookTools.Listener.Journal.Writing;

/// <summary>Bytes that grow at their end, in an array that is kept for the next use.</summary>
internal sealed class ByteBuffer : IBufferWriter<byte>
{
    private readonly int _initialCapacity;
    private byte[] _bytes;

    /// <summary>Creates an empty buffer.</summary>
    public ByteBuffer(int initialCapacity)
    {
        _initialCapacity = initialCapacity;
        _bytes = new byte[initialCapacity];
    }

    /// <summary>How many bytes are in it.</summary>
    public int Length { get; private set; }

    /// <summary>The bytes in it.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    /// <summary>Adds bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(GetSpan(bytes.Length));
        Length += bytes.Length;
    }

    /// <summary>Adds one byte.</summary>
    public void Append(byte value)
    {
        GetSpan(1)[0] = value;
        Length++;
    }

    /// <inheritdoc/>
    public void Advance(int count) => Length += count;

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        EnsureRoom(sizeHint);
        return _bytes.AsMemory(Length);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        EnsureRoom(sizeHint);
        return _bytes.AsSpan(Length);
    }

    /// <summary>Forgets what is behind this length.</summary>
    public void CutTo(int length) => Length = length;

    /// <summary>Empties it. An array of more bytes than that is given up: one huge body must not cost its memory for ever.</summary>
    public void Clear(int maximumKept)
    {
        Length = 0;
        if (_bytes.Length > maximumKept)
        {
            _bytes = new byte[_initialCapacity];
        }
    }

    private void EnsureRoom(int count)
    {
        int needed = Math.Max(count, 1);
        if (_bytes.Length - Length >= needed)
        {
            return;
        }

        long doubled = Math.Min(Array.MaxLength, _bytes.Length * 2L);
        Array.Resize(ref _bytes, checked((int)Math.Max(doubled, (long)Length + needed)));
    }
}
