using System;
using System.Collections.Concurrent;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading.Tasks;

namespace WebhookTools.Tests
{
    /// <summary>A receiver that responds to the first request of each connection, and closes the connection on the second.</summary>
    public sealed class ClosingReceiver : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

        public ClosingReceiver()
        {
            _listener.Start();
            _ = Task.Run(AcceptAsync);
        }

        public Uri Uri => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

        /// <summary>The bodies of all requests that were read.</summary>
        public ConcurrentQueue<string> Bodies { get; } = new();

        public void Dispose() => _listener.Stop();

        private async Task AcceptAsync()
        {
            try
            {
                while (true)
                {
                    TcpClient client = await _listener.AcceptTcpClientAsync();
                    _ = Task.Run(() => ServeAsync(client));
                }
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                // The test is over.
            }
        }

        private async Task ServeAsync(TcpClient client)
        {
            using (client)
            {
                try
                {
                    NetworkStream stream = client.GetStream();
                    await ReadAsync(stream);

                    // Requests that are sent at the same time open a connection each.
                    await Task.Delay(50);
                    await stream.WriteAsync("HTTP/1.1 204 No Content\r\n\r\n"u8.ToArray());
                    await ReadAsync(stream);
                }
                catch (IOException)
                {
                    // The client closed the connection.
                }
            }
        }

        private async Task ReadAsync(Stream stream)
        {
            var head = new StringBuilder();
            byte[] one = new byte[1];
            while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
            {
                await stream.ReadExactlyAsync(one);
                head.Append((char)one[0]);
            }

            Match length = Regex.Match(head.ToString(), "(?i)\r\ncontent-length: ([0-9]+)");
            byte[] body = new byte[length.Success ? int.Parse(length.Groups[1].Value) : 0];
            await stream.ReadExactlyAsync(body);
            Bodies.Enqueue(Encoding.UTF8.GetString(body));
        }
    }
}
