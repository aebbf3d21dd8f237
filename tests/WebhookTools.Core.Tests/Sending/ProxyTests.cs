using System.Net;
using System.Net.Sockets;
using WebhookTools.Core.Sending;

namespace WebhookTools.Core.Tests.Sending;

/// <summary>Through a proxy, and what it says when it does not help.</summary>
public sealed class ProxyTests : SendingTest
{
    private static readonly Uri Receiver = new("http://receiver.invalid/hook");

    [Fact]
    public async Task A_webhook_goes_through_the_proxy()
    {
        await using var proxy = new ScriptedServer(Reply.Ok);
        DeliveryResult result = await SendAsync(Via(proxy.Port, Receiver));
        Assert.True(result.IsSuccess);
        Assert.Equal("POST http://receiver.invalid/hook HTTP/1.1", Assert.Single(proxy.Requests).RequestLine);
    }

    [Fact]
    public async Task The_proxys_credential_is_given_when_it_asks_and_the_body_sent_again()
    {
        await using var proxy = new ScriptedServer(exchange => exchange.Request["Proxy-Authorization"] is null
            ? Reply.Status("407 Proxy Authentication Required", "Proxy-Authenticate: Basic realm=\"p\"\r\n")(exchange)
            : Reply.Ok(exchange));
        DeliveryOptions options = Via(proxy.Port, Receiver);
        DeliveryResult result = await SendAsync(options with { Connection = options.Connection with { ProxyCredential = new NetworkCredential("u", "p") } });
        Assert.True(result.IsSuccess);
        Assert.Equal("Basic dTpw", proxy.Requests.Last()["Proxy-Authorization"]);
        Assert.Equal("""{"status":"firing"}""", proxy.Requests.Last().BodyText);
    }

    [Fact]
    public async Task A_proxy_that_asks_for_credentials_in_vain_is_named()
    {
        await using var proxy = new ScriptedServer(Reply.Status("407 Proxy Authentication Required", "Proxy-Authenticate: Basic realm=\"p\"\r\n"));
        Assert.Equal("ProxyAuthenticationRequired", (await SendAsync(Via(proxy.Port, Receiver))).Error!.ErrorId);
        DeliveryResult tunnel = await SendAsync(Via(proxy.Port, new Uri("https://receiver.invalid/hook")));
        Assert.Equal("ProxyAuthenticationRequired", tunnel.Error!.ErrorId);
        Assert.Equal(1, tunnel.Attempts);
    }

    [Theory]
    [InlineData("403 Forbidden", 1)]
    [InlineData("502 Bad Gateway", 4)]
    public async Task A_proxy_that_opens_no_tunnel_is_named_with_its_answer(string status, int attempts)
    {
        await using var proxy = new ScriptedServer(Reply.Status(status));
        DeliveryResult result = await SendAsync(Via(proxy.Port, new Uri("https://receiver.invalid/hook")));
        Assert.Equal("ProxyTunnelFailed", result.Error!.ErrorId);
        Assert.Contains(status, result.Error.Message, StringComparison.Ordinal);
        Assert.Equal(attempts, result.Attempts);
    }

    [Fact]
    public async Task A_proxy_that_does_not_run_is_named_and_not_the_receiver()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        int port = ((IPEndPoint)socket.LocalEndPoint!).Port;
        DeliveryResult result = await SendAsync(Via(port, Receiver));
        Assert.Equal("ProxyNotReachable", result.Error!.ErrorId);
        Assert.Contains($"proxy 'http://127.0.0.1:{port}/'", result.Error.Message, StringComparison.Ordinal);
    }

    private static DeliveryOptions Via(int port, Uri receiver) =>
        To(receiver) with { Connection = new ConnectionOptions { Proxy = new Uri($"http://127.0.0.1:{port}") } };
}
