using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using WebhookTools.Listener.Limits;

namespace WebhookTools.Listener.Hosting;

/// <summary>A request's body in one piece, in a buffer that is given back when it is disposed.</summary>
internal sealed class PooledBody : IDisposable
{
    /// <summary>What is set aside at first: a sender that only promises a large body costs no memory.</summary>
    private const int FirstSize = BodyMemory.FreeShare;

    /// <summary>How much larger the next buffer is: few sizes, so that little lies in the pool unused.</summary>
    private const int Growth = 4;

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

    /// <summary>Reads a body to its end. The server counts its bytes and its pace.</summary>
    /// <returns>Null where no memory is left for it.</returns>
    /// <exception cref="BadHttpRequestException">It is larger than allowed, comes too slowly, or is badly framed.</exception>
    public static async ValueTask<PooledBody?> ReadAsync(HttpRequest request, BodyMemory memory, CancellationToken cancellationToken)
    {
        var body = new PooledBody((int)Math.Min(request.ContentLength ?? FirstSize, FirstSize), memory);
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
            int size = (int)Math.Min(Math.Max(needed, (long)Growth * _buffer.Length), Array.MaxLength);
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
