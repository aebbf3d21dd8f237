using System.Net.Sockets;
using System.Text;

namespace WebhookTools.Listener.Tests.Support;

/// <summary>A plain socket, for requests that no HTTP client would send.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly TcpClient _client;
    private readonly NetworkStream _stream;

    private RawClient(TcpClient client)
    {
        _client = client;
        _stream = client.GetStream();
    }

    private static CancellationToken Canceled => TestContext.Current.CancellationToken;

    public static async Task<RawClient> ConnectAsync(Uri uri)
    {
        var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(uri.Host, uri.Port, Canceled);
        return new RawClient(client);
    }

    public Task SendAsync(string text) => SendAsync(Encoding.Latin1.GetBytes(text));

    public async Task SendAsync(byte[] bytes) => await _stream.WriteAsync(bytes, Canceled);

    /// <summary>Reads until the text is received.</summary>
    public async Task<string> ReadUntilAsync(string expected)
    {
        var received = new StringBuilder();
        byte[] buffer = new byte[4096];
        while (!received.ToString().Contains(expected, StringComparison.Ordinal))
        {
            int count = await _stream.ReadAsync(buffer, Canceled);
            Assert.True(count > 0, $"The connection ended before '{expected}' came: {received}");
            received.Append(Encoding.UTF8.GetString(buffer, 0, count));
        }

        return received.ToString();
    }

    /// <summary>Reads until the listener closes the connection.</summary>
    public async Task<string> ReadToEndAsync()
    {
        var received = new StringBuilder();
        byte[] buffer = new byte[4096];
        try
        {
            int count;
            while ((count = await _stream.ReadAsync(buffer, Canceled)) > 0)
            {
                received.Append(Encoding.UTF8.GetString(buffer, 0, count));
            }
        }
        catch (IOException)
        {
            // A reset ends the connection too.
        }

        return received.ToString();
    }

    public void Dispose() => _client.Dispose();
}
