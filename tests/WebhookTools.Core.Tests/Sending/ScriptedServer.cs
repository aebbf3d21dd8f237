using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading.Channels;

namespace WebhookTools.Core.Tests.Sending;

/// <summary>A receiver on a real socket that records every byte. The nth request gets the nth response, later ones get the last.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<Task, bool> _connections = new();
    private readonly Channel<ReceivedRequest> _arrivals = Channel.CreateUnbounded<ReceivedRequest>();
    private readonly Func<Exchange, Task>[] _responses;
    private readonly Task _accepting;
    private int _connectionCount;
    private int _requestCount;

    public ScriptedServer(params Func<Exchange, Task>[] responses)
        : this(null, responses)
    {
    }

    public ScriptedServer(SslServerAuthenticationOptions? tls, params Func<Exchange, Task>[] responses)
    {
        _responses = responses;
        Tls = tls;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    public Uri Uri => new($"{(Tls is null ? "http" : "https")}://127.0.0.1:{Port}/hook");

    public int ConnectionCount => _connectionCount;

    public ConcurrentQueue<ReceivedRequest> Requests { get; } = new();

    /// <summary>The certificate of the last client, or null.</summary>
    public X509Certificate? ClientCertificate { get; private set; }

    private SslServerAuthenticationOptions? Tls { get; }

    /// <summary>Completes when the next request, including its body, has arrived.</summary>
    public async Task<ReceivedRequest> NextRequestAsync() => await _arrivals.Reader.ReadAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting;
        _listener.Dispose();
        await Task.WhenAll(_connections.Keys);
        _stop.Dispose();
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
            while (await ReceivedRequest.ReadAsync(stream, _stop.Token) is { } request)
            {
                Requests.Enqueue(request);
                _arrivals.Writer.TryWrite(request);
                int number = Interlocked.Increment(ref _requestCount);
                await _responses[Math.Min(number, _responses.Length) - 1](new Exchange(request, stream, socket, _stop.Token));
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or ObjectDisposedException or SocketException or System.Security.Authentication.AuthenticationException)
        {
            // The client, the script or the end of the test closed the connection.
        }
        finally
        {
            socket.Dispose();
        }
    }

    private async Task<Stream> OpenAsync(Socket socket)
    {
        var stream = new NetworkStream(socket, ownsSocket: false);
        if (Tls is null)
        {
            return stream;
        }

        var secure = new SslStream(stream);
        await secure.AuthenticateAsServerAsync(Tls, _stop.Token);
        ClientCertificate = secure.RemoteCertificate;
        return secure;
    }
}

/// <summary>A request at a scripted server, and the means to respond to it.</summary>
internal sealed record Exchange(ReceivedRequest Request, Stream Stream, Socket Socket, CancellationToken Stopped)
{
    public Task WriteAsync(string text) => WriteAsync(Encoding.Latin1.GetBytes(text));

    public async Task WriteAsync(byte[] bytes)
    {
        await Stream.WriteAsync(bytes, Stopped);
        await Stream.FlushAsync(Stopped);
    }
}
