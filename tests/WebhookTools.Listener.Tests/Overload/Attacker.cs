using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace WebhookTools.Listener.Tests.Overload;

/// <summary>Sends bytes as no client would, and sees that each connection comes to an end or an answer.</summary>
internal static class Attacker
{
    /// <summary>More than any limit of a listener that a test waits for.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(50);

    public static async Task<TcpClient> ConnectAsync(Uri uri)
    {
        var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(uri.Host, uri.Port);
        return client;
    }

    /// <summary>Sends bytes on a connection of their own, and reads until the listener closes it.</summary>
    /// <param name="isWhole">Whether they are a whole request. If not, the listener is told after a while of silence that no more come.</param>
    /// <returns>The status of the first answer; 0 if there was none.</returns>
    public static async Task<int> SendAsync(Uri uri, ReadOnlyMemory<byte> bytes, bool isWhole = true)
    {
        using TcpClient client = await ConnectAsync(uri);

        // Taken once: a client that was reset while it sent gives no stream any more.
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
    /// <returns>The status of the first answer; 0 if there was none.</returns>
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
            // Reset instead of closed: it has ended all the same.
        }

        return status;
    }

    /// <summary>Runs so many attacks, a number of them at once, and counts their outcomes.</summary>
    /// <returns>As <c>20 × 400, 3 × closed</c>.</returns>
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

    /// <summary>A whole POST, after which the connection is to be closed.</summary>
    public static byte[] Post(string path, ReadOnlySpan<byte> body, string headers = "") =>
        [.. Encoding.Latin1.GetBytes(string.Create(CultureInfo.InvariantCulture, $"POST {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: {body.Length}\r\n{headers}\r\n")), .. body];

    private static async Task WriteAsync(NetworkStream stream, ReadOnlyMemory<byte> bytes)
    {
        try
        {
            await stream.WriteAsync(bytes);
        }
        catch (IOException)
        {
            // The listener had enough before the end.
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
            // It is closed already.
        }
    }

    private static int StatusOf(ReadOnlySpan<byte> answer)
    {
        ReadOnlySpan<byte> start = "HTTP/1.1 "u8;
        Assert.True(answer.StartsWith(start), Encoding.Latin1.GetString(answer));
        return int.Parse(answer.Slice(start.Length, 3), CultureInfo.InvariantCulture);
    }
}
