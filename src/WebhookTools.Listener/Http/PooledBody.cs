using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using WebhookTools.Listener.Limits;

namespace WebhookTools.Listener.Http;

/// <summary>A request's body in one pooled buffer, which is returned on disposal.</summary>
internal sealed class PooledBody : IDisposable
{
    /// <summary>The size of the first buffer, in bytes. A sender that only announces a large body costs no more.</summary>
    private const int InitialSize = BodyMemory.FreeShare;

    private readonly BodyMemory _memory;
    private byte[] _buffer;
    private int _length;
    private long _taken;

    private PooledBody(int size, BodyMemory memory)
    {
        _memory = memory;
        _buffer = ArrayPool<byte>.Shared.Rent(size);
    }

    public ReadOnlyMemory<byte> Memory => _buffer.AsMemory(0, _length);

    /// <summary>Reads a body to its end. The server enforces its maximum size and minimum rate.</summary>
    /// <returns>Null if there is not enough memory.</returns>
    /// <exception cref="BadHttpRequestException">The body is too large, too slow or malformed.</exception>
    public static async ValueTask<PooledBody?> ReadAsync(HttpRequest request, BodyMemory memory, CancellationToken cancellationToken)
    {
        var body = new PooledBody((int)Math.Min(request.ContentLength ?? InitialSize, InitialSize), memory);
        try
        {
            PipeReader reader = request.BodyReader;
            while (true)
            {
                ReadResult result = await reader.ReadAsync(cancellationToken);
                foreach (ReadOnlyMemory<byte> segment in result.Buffer)
                {
                    if (!body.TryAppend(segment.Span))
                    {
                        body.Dispose();
                        return null;
                    }
                }

                reader.AdvanceTo(result.Buffer.End);
                if (result.IsCompleted)
                {
                    return body;
                }
            }
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        byte[] buffer = _buffer;
        _buffer = [];
        _length = 0;
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
            _memory.Return(_taken);
        }
    }

    private bool TryAppend(ReadOnlySpan<byte> bytes)
    {
        long needed = (long)_length + bytes.Length;
        if (needed > _buffer.Length)
        {
            int size = (int)Math.Min(Math.Max(needed, (long)BodyMemory.GrowthFactor * _buffer.Length), Array.MaxLength);
            long more = Math.Max(0, size - BodyMemory.FreeShare - _taken);
            if (!_memory.TryTake(more))
            {
                return false;
            }

            _taken += more;
            byte[] larger = ArrayPool<byte>.Shared.Rent(size);
            _buffer.AsSpan(0, _length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        bytes.CopyTo(_buffer.AsSpan(_length));
        _length = (int)needed;
        return true;
    }
}
