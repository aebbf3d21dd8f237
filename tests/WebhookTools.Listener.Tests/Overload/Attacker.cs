using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace WebhookTools.Listener.Tests.Overload;

/// <summary>Sends bytes that no client would send, and checks that each connection gets a response or is closed.</summary>
internal static class Attacker
{
    /// <summary>Longer than any timeout of a listener that a test waits for.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(50);

    /// <param name="from">The loopback address to connect from, or null for the usual one.</param>
    public static async Task<TcpClient> ConnectAsync(Uri uri, string? from = null)
    {
        var client = new TcpClient(new IPEndPoint(from is null ? IPAddress.Any : IPAddress.Parse(from), 0)) { NoDelay = true };
        await client.ConnectAsync(uri.Host, uri.Port);
        return client;
    }

    /// <summary>Sends bytes on a new connection, and reads until the listener closes it.</summary>
    /// <param name="isWhole">Whether the bytes are a complete request. If not, the client ends its side of the connection after a pause.</param>
    /// <returns>The status of the first response, or 0 if there is no response.</returns>
    public static async Task<int> SendAsync(Uri uri, ReadOnlyMemory<byte> bytes, bool isWhole = true, string? from = null)
    {
        using TcpClient client = await ConnectAsync(uri, from);

        // Get the stream once: after a reset, the client no longer returns it.
        NetworkStream stream = client.GetStream();
        Task sending = WriteAsync(stream, bytes);
        Task<int> reading = ReadToEndAsync(stream);
        if (!isWhole && await Task.WhenAny(reading, Task.Delay(Silence, TimeProvider.System)) != reading)
        {
            await sending;
            Finish(client);
        }

        await sending;
        return await reading;
    }

    /// <summary>Reads until the listener closes the connection.</summary>
    /// <returns>The status of the first response, or 0 if there is no response.</returns>
    public static async Task<int> ReadToEndAsync(NetworkStream stream)
    {
        using var patience = new CancellationTokenSource(Patience);
        byte[] buffer = new byte[4096];
        int status = 0;
        try
        {
            int count;
            while ((count = await stream.ReadAsync(buffer, patience.Token)) > 0)
            {
                status = status == 0 ? StatusOf(buffer.AsSpan(0, count)) : status;
            }
        }
        catch (IOException)
        {
            // A reset ends the connection too.
        }

        return status;
    }

    /// <summary>Sends a request, and leaves the connection open.</summary>
    /// <returns>The connection, or null if the listener closed it.</returns>
    public static async Task<TcpClient?> KeepAliveAsync(Uri uri, string? from)
    {
        TcpClient client = await ConnectAsync(uri, from);
        try
        {
            NetworkStream stream = client.GetStream();
            await stream.WriteAsync("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray());
            if (await stream.ReadAsync(new byte[4096]) > 0)
            {
                return client;
            }
        }
        catch (IOException)
        {
            // The connection was reset.
        }

        client.Dispose();
        return null;
    }

    /// <summary>Runs a number of attacks in parallel and counts their outcomes.</summary>
    /// <returns>The counts, such as <c>20 × 400, 3 × closed</c>.</returns>
    public static async Task<string> CountAsync(int count, int atOnce, Func<int, Task<int>> attack)
    {
        var outcomes = new SortedDictionary<int, int>();
        int next = 0;
        await Task.WhenAll(Enumerable.Range(0, atOnce).Select(_ => Task.Run(async () =>
        {
            int number;
            while ((number = Interlocked.Increment(ref next) - 1) < count)
            {
                int status = await attack(number);
                lock (outcomes)
                {
                    outcomes[status] = outcomes.GetValueOrDefault(status) + 1;
                }
            }
        })));
        return string.Join(", ", outcomes.Select(outcome => string.Create(
            CultureInfo.InvariantCulture, $"{outcome.Value} × {(outcome.Key == 0 ? "closed" : outcome.Key.ToString(CultureInfo.InvariantCulture))}")));
    }

    /// <summary>Returns a complete POST that asks the listener to close the connection.</summary>
    public static byte[] Post(string path, ReadOnlySpan<byte> body, string headers = "") =>
        [.. Encoding.Latin1.GetBytes(string.Create(CultureInfo.InvariantCulture, $"POST {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: {body.Length}\r\n{headers}\r\n")), .. body];

    private static async Task WriteAsync(NetworkStream stream, ReadOnlyMemory<byte> bytes)
    {
        try
        {
            await stream.WriteAsync(bytes);
        }
        catch (IOException)
        {
            // The listener closed the connection early.
        }
    }

    private static void Finish(TcpClient client)
    {
        try
        {
            client.Client.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // The connection is already closed.
        }
    }

    private static int StatusOf(ReadOnlySpan<byte> response)
    {
        ReadOnlySpan<byte> start = "HTTP/1.1 "u8;
        Assert.True(response.StartsWith(start), Encoding.Latin1.GetString(response));
        return int.Parse(response.Slice(start.Length, 3), CultureInfo.InvariantCulture);
    }
}
