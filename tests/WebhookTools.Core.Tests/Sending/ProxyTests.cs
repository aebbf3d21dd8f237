using System.Net;
using System.Net.Sockets;
using WebhookTools.Core.Sending;

namespace WebhookTools.Core.Tests.Sending;

/// <summary>Deliveries through a proxy, and the errors of a proxy.</summary>
public sealed class ProxyTests : SendingTest
{
    private static readonly Uri Receiver = new("http://receiver.invalid/hook");

    [Fact]
    public async Task A_webhook_goes_through_the_proxy()
    {
        await using var proxy = new ScriptedServer(ScriptedResponse.Ok);
        DeliveryResult result = await SendAsync(Via(proxy.Port, Receiver));
        Assert.True(result.IsSuccess);
        Assert.Equal("POST http://receiver.invalid/hook HTTP/1.1", Assert.Single(proxy.Requests).RequestLine);
    }

    [Fact]
    public async Task The_proxy_credential_is_sent_with_the_body_when_the_proxy_asks()
    {
        await using var proxy = new ScriptedServer(exchange => exchange.Request["Proxy-Authorization"] is null
            ? ScriptedResponse.Status("407 Proxy Authentication Required", "Proxy-Authenticate: Basic realm=\"p\"\r\n")(exchange)
            : ScriptedResponse.Ok(exchange));
        DeliveryOptions options = Via(proxy.Port, Receiver);
        DeliveryResult result = await SendAsync(options with { Connection = options.Connection with { ProxyCredential = new NetworkCredential("u", "p") } });
        Assert.True(result.IsSuccess);
        Assert.Equal("Basic dTpw", proxy.Requests.Last()["Proxy-Authorization"]);
        Assert.Equal("""{"status":"firing"}""", proxy.Requests.Last().BodyText);
    }

    [Fact]
    public async Task A_missing_proxy_credential_is_named()
    {
        await using var proxy = new ScriptedServer(ScriptedResponse.Status("407 Proxy Authentication Required", "Proxy-Authenticate: Basic realm=\"p\"\r\n"));
        Assert.Equal("ProxyAuthenticationRequired", (await SendAsync(Via(proxy.Port, Receiver))).Error!.ErrorId);
        DeliveryResult tunnel = await SendAsync(Via(proxy.Port, new Uri("https://receiver.invalid/hook")));
        Assert.Equal("ProxyAuthenticationRequired", tunnel.Error!.ErrorId);
        Assert.Equal(1, tunnel.Attempts);
    }

    [Theory]
    [InlineData("403 Forbidden", 1)]
    [InlineData("502 Bad Gateway", 4)]
    public async Task A_proxy_that_opens_no_tunnel_is_named_with_its_status(string status, int attempts)
    {
        await using var proxy = new ScriptedServer(ScriptedResponse.Status(status));
        DeliveryResult result = await SendAsync(Via(proxy.Port, new Uri("https://receiver.invalid/hook")));
        Assert.Equal("ProxyTunnelFailed", result.Error!.ErrorId);
        Assert.Contains(status, result.Error.Message, StringComparison.Ordinal);
        Assert.Equal(attempts, result.Attempts);
    }

    [Fact]
    public async Task An_unreachable_proxy_is_named_rather_than_the_receiver()
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
