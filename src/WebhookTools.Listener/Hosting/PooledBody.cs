using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;

namespace WebhookTools.Listener.Hosting;

/// <summary>A request's body in one piece, in a buffer that is given back when it is disposed.</summary>
internal sealed class PooledBody : IDisposable
{
    /// <summary>What is set aside at first: a sender that only promises a large body costs no memory.</summary>
    private const int FirstSize = 16 * 1024;

    /// <summary>How much larger the next buffer is: few sizes, so that little lies in the pool unused.</summary>
    private const int Growth = 4;

    private byte[] _buffer;
    private int _length;

    private PooledBody(int size) => _buffer = ArrayPool<byte>.Shared.Rent(size);

    public ReadOnlyMemory<byte> Memory => _buffer.AsMemory(0, _length);

    /// <summary>Reads a body to its end. The server counts its bytes and its pace.</summary>
    /// <exception cref="BadHttpRequestException">It is larger than allowed, comes too slowly, or is badly framed.</exception>
    public static async ValueTask<PooledBody> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var body = new PooledBody((int)Math.Min(request.ContentLength ?? FirstSize, FirstSize));
        try
        {
            PipeReader reader = request.BodyReader;
            while (true)
            {
                ReadResult result = await reader.ReadAsync(cancellationToken);
                foreach (ReadOnlyMemory<byte> segment in result.Buffer)
                {
                    body.Append(segment.Span);
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
        }
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        long needed = (long)_length + bytes.Length;
        if (needed > _buffer.Length)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(Math.Max(needed, (long)Growth * _buffer.Length), Array.MaxLength));
            _buffer.AsSpan(0, _length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        bytes.CopyTo(_buffer.AsSpan(_length));
        _length = (int)needed;
    }
}
