using System.Net;
using System.Net.Sockets;
using WebhookTools.Core.Sending;

namespace WebhookTools.Core.Tests.Sending;

/// <summary>The errors of deliveries without a response.</summary>
public sealed class TransportErrorTests : SendingTest
{
    [Fact]
    public async Task A_port_where_nothing_listens_is_named()
    {
        // Bound, so that no other process gets the port, but not listening.
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        int port = ((IPEndPoint)socket.LocalEndPoint!).Port;
        DeliveryResult result = await SendAsync(To(new Uri($"http://127.0.0.1:{port}/hook")));

        Assert.Equal("ConnectionRefused", result.Error!.ErrorId);
        Assert.Equal(WebhookErrorKind.ConnectionFailed, result.Error.Kind);
        Assert.Contains($"127.0.0.1:{port}", result.Error.Message, StringComparison.Ordinal);
        Assert.Null(result.StatusCode);
        Assert.Equal(4, result.Attempts);
    }

    [Fact]
    public async Task An_unknown_host_is_named()
    {
        DeliveryResult result = await SendAsync(Once(new Uri("http://no-such-host.invalid/hook")) with { Timeout = TimeSpan.FromHours(1) });
        Assert.Equal("HostUnknown", result.Error!.ErrorId);
        Assert.Equal(WebhookErrorKind.ConnectionFailed, result.Error.Kind);
        Assert.Contains("'no-such-host.invalid'", result.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reset_connection_is_named()
    {
        await using var server = new ScriptedServer(ScriptedResponse.Reset);
        DeliveryResult result = await SendAsync(To(server.Uri));
        Assert.Equal("ConnectionBroken", result.Error!.ErrorId);
        Assert.Equal(WebhookErrorKind.ConnectionFailed, result.Error.Kind);
        Assert.Equal(4, result.Attempts);
    }

    [Fact]
    public async Task A_response_that_ends_too_soon_keeps_its_status_and_fails()
    {
        await using var server = new ScriptedServer(ScriptedResponse.Raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"));
        DeliveryResult result = await SendAsync(Once(server.Uri));
        Assert.Equal("ConnectionBroken", result.Error!.ErrorId);
        Assert.Equal(200, result.StatusCode);
        Assert.False(result.IsSuccess);
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n\r\n")]
    [InlineData("\0\u0001\u0002\u0003 nonsense \u00ff\r\n\r\n")]
    [InlineData("HTTP/1.1 abc Nonsense\r\n\r\n")]
    public async Task Garbage_is_not_HTTP(string garbage)
    {
        await using var server = new ScriptedServer(ScriptedResponse.Raw(garbage));
        DeliveryResult result = await SendAsync(Once(server.Uri));
        Assert.Equal("ReplyNotHttp", result.Error!.ErrorId);
        Assert.Equal(WebhookErrorKind.ServerFailed, result.Error.Kind);
    }

    [Fact]
    public async Task Endless_headers_are_limited()
    {
        await using var server = new ScriptedServer(async exchange =>
        {
            await exchange.WriteAsync("HTTP/1.1 200 OK\r\n");
            while (true)
            {
                await exchange.WriteAsync($"X-More: {new string('x', 1000)}\r\n");
            }
        });
        DeliveryResult result = await SendAsync(To(server.Uri));
        Assert.Equal("ReplyHeadersTooLong", result.Error!.ErrorId);
        Assert.Equal(1, result.Attempts);
    }

    [Fact]
    public async Task A_timeout_names_the_receiver_and_the_time()
    {
        await using var server = new ScriptedServer(ScriptedResponse.Silence);
        DeliveryOptions options = Once(server.Uri) with { Timeout = TimeSpan.FromSeconds(45) };
        Task<DeliveryResult> delivery = Sender.SendAsync(Body, options, null, Canceled);
        await server.NextRequestAsync();
        Clock.Advance(TimeSpan.FromSeconds(44.9));
        Assert.False(delivery.IsCompleted);
        Clock.Advance(TimeSpan.FromSeconds(0.1));

        DeliveryResult result = await delivery;
        Assert.Equal("TimedOut", result.Error!.ErrorId);
        Assert.Equal(WebhookErrorKind.Timeout, result.Error.Kind);
        Assert.Contains("within 45 s", result.Error.Message, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromSeconds(45), result.Duration);
    }

    [Fact]
    public async Task A_connection_that_the_receiver_closed_is_replaced()
    {
        await using var server = new ScriptedServer(ScriptedResponse.Raw("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
        for (int i = 0; i < 5; i++)
        {
            Assert.True((await SendAsync(To(server.Uri))).IsSuccess);
        }
    }
}
