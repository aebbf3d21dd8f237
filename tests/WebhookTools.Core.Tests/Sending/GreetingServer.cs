using System.Net;
using System.Net.Sockets;
using System.Text;

namespace WebhookTools.Core.Tests.Sending;

/// <summary>Sends the same text on every connection without reading first.</summary>
internal sealed class GreetingServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;

    public GreetingServer(string greeting)
    {
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync(Encoding.Latin1.GetBytes(greeting));
    }

    public int Port { get; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting;
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync(byte[] greeting)
    {
        try
        {
            while (true)
            {
                using Socket socket = await _listener.AcceptSocketAsync(_stop.Token);
                await socket.SendAsync(greeting, _stop.Token);
                socket.Shutdown(SocketShutdown.Send);

                // Read until the client closes: a reset would discard the greeting.
                while (await socket.ReceiveAsync(new byte[1024], _stop.Token) > 0)
                {
                }
            }
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException)
        {
            // The test is over.
        }
    }
}
