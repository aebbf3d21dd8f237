using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace WebhookTools.Core.Tests.Sending;

/// <summary>How a receiver is reached.</summary>
public enum Transport
{
    Http,
    Https,
    Http2,
    Http2WithoutTls,
}

/// <summary>A way for a receiver to fail.</summary>
public enum ReceiverFailure
{
    ClosedBeforeHead,
    ClosedWithinHead,
    ClosedAfterHead,
    Reset,
    Timeout,
    EndlessInterimResponses,
    ServerError,
    TooManyRequests,

    // HTTP/2 only.
    StreamRefused,
    GoAway,
    Http11Required,
}

/// <summary>
/// A receiver on a real socket that counts every request it reads, over HTTP/1.1 or HTTP/2. Requests come in rounds: a
/// request is answered when all requests of its round have arrived, so that a test knows how many connections are open.
/// </summary>
internal sealed class CountingReceiver : IAsyncDisposable
{
    private readonly Transport _transport;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly TestCertificate? _certificate;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<Task, bool> _connections = new();
    private readonly List<TaskCompletionSource> _rounds = [];
    private readonly Lock _gate = new();
    private readonly Task _accepting;
    private Dictionary<string, int> _countByBody = new(StringComparer.Ordinal);
    private ReceiverFailure? _failure;
    private int _roundSize = 1;
    private int _count;
    private int _connectionCount;

    public CountingReceiver(Transport transport)
    {
        _transport = transport;
        _certificate = transport is Transport.Https or Transport.Http2 ? TestCertificate.Create() : null;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Uri Uri => new($"{(_certificate is null ? "http" : "https")}://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/hook");

    /// <summary>The number of requests whose head was read in this phase.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _count;
            }
        }
    }

    public int ConnectionCount => _connectionCount;

    private bool IsHttp2 => _transport is Transport.Http2 or Transport.Http2WithoutTls;

    /// <summary>Begins a phase: all counts are zero again.</summary>
    /// <param name="failure">How requests fail; null to answer them with 204.</param>
    /// <param name="roundSize">The number of requests in a round.</param>
    public void Begin(ReceiverFailure? failure, int roundSize)
    {
        lock (_gate)
        {
            _failure = failure;
            _roundSize = roundSize;
            _count = 0;
            _countByBody = new(StringComparer.Ordinal);
            _rounds.Clear();
        }
    }

    /// <summary>The number of requests in this phase with this body.</summary>
    public int CountOf(string body)
    {
        lock (_gate)
        {
            return _countByBody.GetValueOrDefault(body);
        }
    }

    /// <summary>Completes when all requests of a round, from 0, have arrived.</summary>
    public Task RoundAsync(int round)
    {
        lock (_gate)
        {
            return Round(round).Task;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting;
        _listener.Dispose();
        await Task.WhenAll(_connections.Keys);
        _certificate?.Dispose();
        _stop.Dispose();
    }

    private TaskCompletionSource Round(int round)
    {
        while (_rounds.Count <= round)
        {
            _rounds.Add(new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        return _rounds[round];
    }

    private int CountHead()
    {
        lock (_gate)
        {
            return _count++;
        }
    }

    /// <summary>Notes a complete request, and waits for the others of its round.</summary>
    private async Task<ReceiverFailure?> ArriveAsync(int number, string body)
    {
        ReceiverFailure? failure;
        Task round;
        lock (_gate)
        {
            failure = _failure;
            _countByBody[body] = _countByBody.GetValueOrDefault(body) + 1;
            TaskCompletionSource arrived = Round(number / _roundSize);
            round = arrived.Task;
            if (_countByBody.Values.Sum() % _roundSize == 0)
            {
                arrived.TrySetResult();
            }
        }

        await round.WaitAsync(_stop.Token);
        return failure;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                Socket socket = await _listener.AcceptSocketAsync(_stop.Token);
                Interlocked.Increment(ref _connectionCount);
                _connections.TryAdd(ServeAsync(socket), true);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        socket.NoDelay = true;
        try
        {
            await using Stream stream = await OpenAsync(socket);
            if (IsHttp2)
            {
                using var connection = new Http2Connection(this, stream, socket);
                await connection.ServeAsync();
            }
            else
            {
                await ServeHttp11Async(stream, socket);
            }
        }
        catch (Exception exception) when (IsEndOfConnection(exception))
        {
            // The client, the failure or the end of the test closed the connection.
        }
        finally
        {
            socket.Dispose();
        }
    }

    private static bool IsEndOfConnection(Exception exception) =>
        exception is IOException or OperationCanceledException or ObjectDisposedException or SocketException or InvalidOperationException or System.Security.Authentication.AuthenticationException;

    private async Task<Stream> OpenAsync(Socket socket)
    {
        var stream = new NetworkStream(socket, ownsSocket: false);
        if (_certificate is null)
        {
            return stream;
        }

        var secure = new SslStream(stream);
        SslServerAuthenticationOptions tls = _certificate.Tls;
        tls.ApplicationProtocols = [IsHttp2 ? SslApplicationProtocol.Http2 : SslApplicationProtocol.Http11];
        await secure.AuthenticateAsServerAsync(tls, _stop.Token);
        return secure;
    }

    private static void Reset(Socket socket)
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Close();
    }

    private async Task ServeHttp11Async(Stream stream, Socket socket)
    {
        while (await ReceivedRequest.ReadAsync(stream, _stop.Token) is { } request)
        {
            switch (await ArriveAsync(CountHead(), request.BodyText))
            {
                case null:
                    await WriteAsync("HTTP/1.1 204 No Content\r\n\r\n");
                    break;
                case ReceiverFailure.ServerError:
                    await WriteAsync("HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n");
                    break;
                case ReceiverFailure.TooManyRequests:
                    await WriteAsync("HTTP/1.1 429 Too Many Requests\r\nContent-Length: 0\r\n\r\n");
                    break;
                case ReceiverFailure.ClosedBeforeHead:
                    return;
                case ReceiverFailure.ClosedWithinHead:
                    await WriteAsync("HTTP/1.1 200 O");
                    return;
                case ReceiverFailure.ClosedAfterHead:
                    await WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
                    return;
                case ReceiverFailure.Reset:
                    Reset(socket);
                    return;
                case ReceiverFailure.Timeout:
                    break;
                case ReceiverFailure.EndlessInterimResponses:
                    while (true)
                    {
                        await WriteAsync("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n");
                    }

                default:
                    throw new NotSupportedException("HTTP/1.1 cannot fail in this way.");
            }
        }

        async Task WriteAsync(string text)
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(text), _stop.Token);
            await stream.FlushAsync(_stop.Token);
        }
    }

    /// <summary>As much of HTTP/2 (RFC 9113) as the tests need.</summary>
    private sealed class Http2Connection(CountingReceiver receiver, Stream stream, Socket socket) : IDisposable
    {
        private const byte Data = 0;
        private const byte Headers = 1;
        private const byte ResetStream = 3;
        private const byte Settings = 4;
        private const byte Ping = 6;
        private const byte GoAway = 7;
        private const byte EndStream = 1;
        private const byte Acknowledged = 1;
        private const byte EndHeaders = 4;
        private const byte Padded = 8;

        private readonly SemaphoreSlim _writing = new(1);
        private readonly ConcurrentDictionary<int, bool> _reset = new();
        private readonly List<Task> _answers = [];

        public async Task ServeAsync()
        {
            try
            {
                await ReadAsync();
            }
            finally
            {
                await Task.WhenAll(_answers);
            }
        }

        public void Dispose() => _writing.Dispose();

        private async Task ReadAsync()
        {
            byte[] preface = new byte["PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".Length];
            await stream.ReadExactlyAsync(preface, receiver._stop.Token);
            Assert.Equal("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", Encoding.ASCII.GetString(preface));
            await WriteFrameAsync(Settings, 0, 0, []);
            var open = new Dictionary<int, (int Number, StringBuilder Body)>();
            byte[] head = new byte[9];
            while (true)
            {
                await stream.ReadExactlyAsync(head, receiver._stop.Token);
                byte[] payload = new byte[(head[0] << 16) | (head[1] << 8) | head[2]];
                await stream.ReadExactlyAsync(payload, receiver._stop.Token);
                (byte type, byte flags, int streamId) = (head[3], head[4], BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(5)));
                switch (type)
                {
                    case Settings or Ping when (flags & Acknowledged) == 0:
                        await WriteFrameAsync(type, Acknowledged, 0, type == Ping ? payload : []);
                        break;
                    case Headers:
                        open.Add(streamId, (receiver.CountHead(), new StringBuilder()));
                        break;
                    case Data:
                        Assert.Equal(0, flags & Padded);
                        open[streamId].Body.Append(Encoding.UTF8.GetString(payload));
                        break;
                    case ResetStream:
                        _reset.TryAdd(streamId, true);
                        break;
                }

                if (type is Data or Headers && (flags & EndStream) != 0)
                {
                    _answers.Add(AnswerAsync(streamId, open[streamId].Number, open[streamId].Body.ToString()));
                }
            }
        }

        private async Task AnswerAsync(int streamId, int number, string body)
        {
            try
            {
                await AnswerAsync(streamId, await receiver.ArriveAsync(number, body));
            }
            catch (Exception exception) when (IsEndOfConnection(exception))
            {
                // As above.
            }
        }

        private async Task AnswerAsync(int streamId, ReceiverFailure? failure)
        {
            switch (failure)
            {
                case null:
                    await WriteFrameAsync(Headers, EndHeaders | EndStream, streamId, Status(204));
                    break;
                case ReceiverFailure.ServerError:
                    await WriteFrameAsync(Headers, EndHeaders | EndStream, streamId, Status(500));
                    break;
                case ReceiverFailure.TooManyRequests:
                    await WriteFrameAsync(Headers, EndHeaders | EndStream, streamId, Status(429));
                    break;
                case ReceiverFailure.ClosedBeforeHead:
                    socket.Close();
                    break;
                case ReceiverFailure.ClosedWithinHead:
                    await WriteFrameAsync(Headers, 0, streamId, Status(200));
                    socket.Close();
                    break;
                case ReceiverFailure.ClosedAfterHead:
                    await WriteFrameAsync(Headers, EndHeaders, streamId, Status(200));
                    socket.Close();
                    break;
                case ReceiverFailure.Reset:
                    await WriteFrameAsync(ResetStream, 0, streamId, ErrorCode(2));
                    break;
                case ReceiverFailure.StreamRefused:
                    await WriteFrameAsync(ResetStream, 0, streamId, ErrorCode(7));
                    break;
                case ReceiverFailure.Http11Required:
                    await WriteFrameAsync(ResetStream, 0, streamId, ErrorCode(13));
                    break;
                case ReceiverFailure.GoAway:
                    // The last stream that was processed is none.
                    await WriteFrameAsync(GoAway, 0, 0, [.. ErrorCode(0), .. ErrorCode(0)]);
                    break;
                case ReceiverFailure.EndlessInterimResponses:
                    while (!_reset.ContainsKey(streamId))
                    {
                        await WriteFrameAsync(Headers, EndHeaders, streamId, Status(103));
                    }

                    break;
            }
        }

        // A literal field without indexing (RFC 7541, 6.2.2), whose name is entry 8 of the static table.
        private static byte[] Status(int status) => [0x08, 3, .. Encoding.ASCII.GetBytes(status.ToString(System.Globalization.CultureInfo.InvariantCulture))];

        private static byte[] ErrorCode(byte code) => [0, 0, 0, code];

        private async Task WriteFrameAsync(byte type, byte flags, int streamId, byte[] payload)
        {
            byte[] frame = [0, 0, (byte)payload.Length, type, flags, 0, 0, 0, 0, .. payload];
            BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), streamId);
            await _writing.WaitAsync(receiver._stop.Token);
            try
            {
                await stream.WriteAsync(frame, receiver._stop.Token);
                await stream.FlushAsync(receiver._stop.Token);
            }
            finally
            {
                _writing.Release();
            }
        }
    }
}
