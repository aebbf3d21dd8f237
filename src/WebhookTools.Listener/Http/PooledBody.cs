using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Numerics;
using Microsoft.AspNetCore.Http;
using WebhookTools.Listener.Limits;

namespace WebhookTools.Listener.Http;

/// <summary>A request's body in one pooled buffer, which is returned on disposal.</summary>
internal sealed class PooledBody : IDisposable
{
    /// <summary>The size of the first buffer, in bytes. A sender that only announces a large body costs no more.</summary>
    private const int InitialSize = BodyMemory.FreeShare;

    /// <summary>The factor by which a buffer grows.</summary>
    private const int GrowthFactor = 4;

    private readonly BodyMemory _memory;
    private readonly IPAddress? _remote;
    private readonly long _expected;
    private byte[] _buffer;
    private int _length;
    private long _taken;

    private PooledBody(long expected, BodyMemory memory, IPAddress? remote)
    {
        _memory = memory;
        _remote = remote;
        _expected = expected;
        _buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(expected, InitialSize));
    }

    public ReadOnlyMemory<byte> Memory => _buffer.AsMemory(0, _length);

    /// <summary>Reads a body to its end. The server enforces its maximum size and minimum rate.</summary>
    /// <returns>Null if there is not enough memory.</returns>
    /// <exception cref="BadHttpRequestException">The body is too large, too slow or malformed.</exception>
    public static async ValueTask<PooledBody?> ReadAsync(RequestContext context, BodyMemory memory)
    {
        HttpRequest request = context.Http.Request;
        var body = new PooledBody(request.ContentLength ?? memory.MaximumBodySize, memory, context.Remote);
        try
        {
            PipeReader reader = request.BodyReader;
            while (true)
            {
                ReadResult result = await ReadAsync(reader, context.Http);
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
            if (_taken > 0)
            {
                _memory.Return(_remote, _taken);
            }
        }
    }

    private static async ValueTask<ReadResult> ReadAsync(PipeReader reader, HttpContext http)
    {
        try
        {
            return await reader.ReadAsync(http.RequestAborted);
        }
        catch (Exception exception) when (MalformedBody.Caused(exception, http))
        {
            throw MalformedBody.Of(exception);
        }
    }

    private bool TryAppend(ReadOnlySpan<byte> bytes)
    {
        long needed = (long)_length + bytes.Length;
        if (needed > _buffer.Length)
        {
            // The pool rounds up as well, so this is what the buffer takes.
            int size = (int)BitOperations.RoundUpToPowerOf2((ulong)Math.Max(needed, Math.Min((long)GrowthFactor * _buffer.Length, _expected)));
            long more = Math.Max(0, size - BodyMemory.FreeShare - _taken);
            if (more > 0 && !_memory.TryTake(_remote, more))
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
