namespace WebhookTools.Core.Signatures.Json;

/// <summary>Bytes that are written one piece after the other. What a JSON text has most of is pieces of a few bytes, so a piece costs a check and a copy.</summary>
internal sealed class ByteBuffer(int capacity)
{
    private byte[] _bytes = new byte[capacity];
    private int _length;

    /// <summary>The bytes so far.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    /// <summary>Adds bytes.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        _length += bytes.Length;
    }

    /// <summary>Adds a byte.</summary>
    public void Write(byte value)
    {
        Reserve(1)[0] = value;
        _length++;
    }

    /// <summary>Room for so many bytes, which <see cref="Advance"/> takes.</summary>
    public Span<byte> Reserve(int count)
    {
        if (_bytes.Length - _length < count)
        {
            Array.Resize(ref _bytes, Math.Max(_length + count, _bytes.Length * 2));
        }

        return _bytes.AsSpan(_length);
    }

    /// <summary>Takes bytes that were written into what <see cref="Reserve"/> gave.</summary>
    public void Advance(int count) => _length += count;

    /// <summary>The bytes as an array of their own.</summary>
    public byte[] ToArray() => Written.ToArray();
}
