using System.Text;

namespace WebhookTools.Core.Tests.Sending;

/// <summary>What a scripted server does with a request.</summary>
internal static class Reply
{
    public static Func<Exchange, Task> Ok { get; } = Status("200 OK", body: "taken");

    /// <summary>Closes the connection with a reset.</summary>
    public static Func<Exchange, Task> Reset { get; } = static exchange =>
    {
        exchange.Socket.LingerState = new System.Net.Sockets.LingerOption(true, 0);
        exchange.Socket.Close();
        return Task.CompletedTask;
    };

    /// <summary>Never answers.</summary>
    public static Func<Exchange, Task> Silence { get; } = static exchange => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, exchange.Stopped);

    public static Func<Exchange, Task> Status(string status, string headers = "", string body = "") =>
        Bytes(status, headers, Encoding.UTF8.GetBytes(body));

    /// <param name="headers">Whole lines, each with its <c>\r\n</c>.</param>
    public static Func<Exchange, Task> Bytes(string status, string headers, byte[] body) => exchange =>
        exchange.WriteAsync([.. Encoding.Latin1.GetBytes($"HTTP/1.1 {status}\r\n{headers}Content-Length: {body.Length}\r\n\r\n"), .. body]);

    /// <summary>These bytes and nothing else; then the connection is closed.</summary>
    public static Func<Exchange, Task> Raw(string text) => async exchange =>
    {
        await exchange.WriteAsync(text);
        exchange.Socket.Close();
    };

    /// <summary>These bytes, and then nothing more, on an open connection.</summary>
    public static Func<Exchange, Task> Stall(string text) => async exchange =>
    {
        await exchange.WriteAsync(text);
        await Silence(exchange);
    };
}
