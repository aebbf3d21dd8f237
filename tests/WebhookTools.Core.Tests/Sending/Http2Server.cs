using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace WebhookTools.Core.Tests.Sending;

/// <summary>As much of HTTP/2 without TLS (RFC 9113) as one POST needs, answered with 204.</summary>
internal sealed class Http2Server : IAsyncDisposable
{
    private const byte Data = 0;
    private const byte Headers = 1;
    private const byte Settings = 4;
    private const byte EndStream = 1;
    private const byte Acknowledged = 1;
    private const byte EndHeaders = 4;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource<string> _body = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _serving;

    public Http2Server()
    {
        _listener.Start();
        _serving = ServeAsync();
    }

    public Uri Uri => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/hook");

    /// <summary>The body of the request.</summary>
    public Task<string> Body => _body.Task;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving;
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            using Socket socket = await _listener.AcceptSocketAsync(_stop.Token);
            await using var stream = new NetworkStream(socket);
            byte[] preface = new byte["PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".Length];
            await stream.ReadExactlyAsync(preface, _stop.Token);
            Assert.Equal("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", Encoding.ASCII.GetString(preface));
            await WriteFrameAsync(stream, Settings, 0, 0, []);
            await ServeFramesAsync(stream);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // The client hung up, or the test is over.
        }
    }

    private async Task ServeFramesAsync(NetworkStream stream)
    {
        var body = new StringBuilder();
        byte[] head = new byte[9];
        while (true)
        {
            await stream.ReadExactlyAsync(head, _stop.Token);
            byte[] payload = new byte[(head[0] << 16) | (head[1] << 8) | head[2]];
            await stream.ReadExactlyAsync(payload, _stop.Token);
            (byte type, byte flags, int streamId) = (head[3], head[4], BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(5)));
            if (type == Settings && (flags & Acknowledged) == 0)
            {
                await WriteFrameAsync(stream, Settings, Acknowledged, 0, []);
            }

            if (type == Data)
            {
                body.Append(Encoding.UTF8.GetString(payload));
            }

            if (type is Data or Headers && (flags & EndStream) != 0)
            {
                // 0x89 is `:status: 204` in the static table of RFC 7541.
                await WriteFrameAsync(stream, Headers, EndHeaders | EndStream, streamId, [0x89]);
                _body.TrySetResult(body.ToString());
            }
        }
    }

    private static async Task WriteFrameAsync(NetworkStream stream, byte type, byte flags, int streamId, byte[] payload)
    {
        byte[] frame = [0, 0, (byte)payload.Length, type, flags, 0, 0, 0, 0, .. payload];
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), streamId);
        await stream.WriteAsync(frame);
    }
}
