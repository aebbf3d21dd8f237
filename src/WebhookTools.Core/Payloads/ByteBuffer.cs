using System.Buffers;

namespace WebhookTools.Core.Payloads;

/// <summary>
/// Bytes that grow at the end, in an array that is reused. Other than the framework's <c>ArrayBufferWriter</c>, it can be shortened, it has a
/// maximum length, and it releases a large array when it is cleared.
/// </summary>
internal sealed class ByteBuffer(int maximumKept = 4 * 1024 * 1024, int maximumLength = PayloadLimits.MaximumValueSize) : IBufferWriter<byte>
{
    private const int InitialCapacity = 256;

    private byte[] _bytes = [];
    private int _length;

    /// <summary>The number of bytes. Setting it to less drops the last ones.</summary>
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
    public ReadOnlySpan<byte> WrittenSpan => _bytes.AsSpan(0, _length);

    /// <summary>The bytes, valid until the next change.</summary>
    public ReadOnlyMemory<byte> WrittenMemory => _bytes.AsMemory(0, _length);

    public void Append(byte value)
    {
        if (_length == _bytes.Length)
        {
            Grow(1);
        }

        _bytes[_length++] = value;
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(GetSpan(bytes.Length));
        _length += bytes.Length;
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsSpan(_length);
    }

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsMemory(_length);
    }

    /// <inheritdoc/>
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _bytes.Length - _length);
        _length += count;
    }

    public void Clear()
    {
        _length = 0;
        if (_bytes.Length > maximumKept)
        {
            _bytes = [];
        }
    }

    private void Reserve(int size)
    {
        if (_bytes.Length - _length < Math.Max(size, 1))
        {
            Grow(Math.Max(size, 1));
        }
    }

    private void Grow(int size)
    {
        long needed = (long)_length + size;
        if (needed > maximumLength)
        {
            throw PayloadErrors.PayloadTooLarge();
        }

        long doubled = Math.Max(InitialCapacity, Math.Min(2L * _bytes.Length, maximumLength));
        Array.Resize(ref _bytes, (int)Math.Max(needed, doubled));
    }
}
