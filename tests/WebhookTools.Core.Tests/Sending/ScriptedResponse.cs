using System.Text;

namespace WebhookTools.Core.Tests.Sending;

/// <summary>The actions of a scripted server on a request.</summary>
internal static class ScriptedResponse
{
    public static Func<Exchange, Task> Ok { get; } = Status("200 OK", body: "taken");

    /// <summary>Resets the connection.</summary>
    public static Func<Exchange, Task> Reset { get; } = static exchange =>
    {
        exchange.Socket.LingerState = new System.Net.Sockets.LingerOption(true, 0);
        exchange.Socket.Close();
        return Task.CompletedTask;
    };

    /// <summary>Never responds.</summary>
    public static Func<Exchange, Task> Silence { get; } = static exchange => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, exchange.Stopped);

    public static Func<Exchange, Task> Status(string status, string headers = "", string body = "") =>
        Bytes(status, headers, Encoding.UTF8.GetBytes(body));

    /// <param name="headers">Complete lines, each with its <c>\r\n</c>.</param>
    public static Func<Exchange, Task> Bytes(string status, string headers, byte[] body) => exchange =>
        exchange.WriteAsync([.. Encoding.Latin1.GetBytes($"HTTP/1.1 {status}\r\n{headers}Content-Length: {body.Length}\r\n\r\n"), .. body]);

    /// <summary>Writes these bytes and closes the connection.</summary>
    public static Func<Exchange, Task> Raw(string text) => async exchange =>
    {
        await exchange.WriteAsync(text);
        exchange.Socket.Close();
    };

    /// <summary>Writes these bytes and leaves the connection open.</summary>
    public static Func<Exchange, Task> Stall(string text) => async exchange =>
    {
        await exchange.WriteAsync(text);
        await Silence(exchange);
    };
}
