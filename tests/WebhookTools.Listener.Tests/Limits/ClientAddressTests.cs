using System.Net;
using Microsoft.AspNetCore.Http;
using WebhookTools.Core;
using WebhookTools.Listener.Limits;
using WebhookTools.Listener.Tests.Support;

namespace WebhookTools.Listener.Tests.Limits;

public sealed class ClientAddressTests
{
    [Theory]
    [InlineData("10.0.0.1", null, null)]
    [InlineData("10.0.0.1", "192.0.2.7", "192.0.2.7")]
    [InlineData("10.0.0.1", "192.0.2.7, 10.0.0.2", "192.0.2.7")]
    [InlineData("10.0.0.1", "203.0.113.9, 192.0.2.7", "192.0.2.7")]
    [InlineData("10.0.0.1", "127.0.0.1, 192.0.2.7, 10.0.0.2", "192.0.2.7")]
    [InlineData("10.0.0.1", "10.0.0.3, 10.0.0.2", "10.0.0.3")]
    [InlineData("10.0.0.1", "192.0.2.7:4711", "192.0.2.7")]
    [InlineData("10.0.0.1", "[2001:db8::1]:4711", "2001:db8::1")]
    [InlineData("10.0.0.1", "2001:db8::1", "2001:db8::1")]
    [InlineData("10.0.0.1", "unknown", null)]
    [InlineData("10.0.0.1", "192.0.2.7, nonsense", null)]
    [InlineData("10.0.0.1", "192.0.2.7, nonsense, 10.0.0.2", null)]
    [InlineData("10.0.0.1", "", null)]
    [InlineData("192.0.2.1", "203.0.113.9", "192.0.2.1")]
    [InlineData("192.0.2.1", null, "192.0.2.1")]
    [InlineData("::ffff:10.0.0.1", "::ffff:192.0.2.7", "192.0.2.7")]
    public void Only_a_trusted_proxy_is_believed(string connection, string? forwarded, string? expected)
    {
        var http = new DefaultHttpContext();
        http.Connection.RemoteIpAddress = IPAddress.Parse(connection);
        if (forwarded is not null)
        {
            http.Request.Headers["X-Forwarded-For"] = forwarded;
        }

        Assert.Equal(expected is null ? null : IPAddress.Parse(expected), new ClientAddress([SourceNetwork.Parse("10.0.0.0/8")]).Of(http));
    }

    [Fact]
    public void A_very_long_chain_of_proxies_is_not_followed()
    {
        var http = new DefaultHttpContext();
        http.Connection.RemoteIpAddress = IPAddress.Parse("10.0.0.1");
        http.Request.Headers["X-Forwarded-For"] = "192.0.2.7," + string.Join(',', Enumerable.Repeat("10.0.0.2", 1000));

        Assert.Null(new ClientAddress([SourceNetwork.Parse("10.0.0.0/8")]).Of(http));
    }

    [Fact]
    public async Task A_request_from_a_trusted_proxy_without_its_clients_address_is_a_strangers()
    {
        await using TestListener listener = await TestListener.StartAsync(options => options with
        {
            TrustedProxies = [SourceNetwork.Parse("127.0.0.1")],
            RateLimitPerAddress = 3,
        });

        foreach (string path in (string[])["/reports", "/live/alerts", "/live/events", "/metrics"])
        {
            using HttpResponseMessage response = await listener.GetAsync(path);
            Assert.Equal((path, 403), (path, (int)response.StatusCode));
        }

        // Strangers share one limit, which is that of no address. The reports counted as well.
        int[] strangers = [await PostAsync(), await PostAsync(), await PostAsync()];
        int known = await PostAsync(("X-Forwarded-For", "192.0.2.1"));

        Assert.Equal([200, 200, 429], strangers);
        Assert.Equal(200, known);
        Assert.Null(listener.Journal.Entries[0].Remote);
        Assert.Contains(listener.Log, entry => string.Equals(entry.EventId, "ClientUnknown", StringComparison.Ordinal) && entry.Message.Contains("127.0.0.1", StringComparison.Ordinal));

        async Task<int> PostAsync(params (string, string)[] headers)
        {
            using HttpResponseMessage response = await listener.PostAsync("/hook", "{}", headers);
            return (int)response.StatusCode;
        }
    }

    [Theory]
    [InlineData("10.0.0.0/8", "10.0.0.0/8")]
    [InlineData("10.1.2.3/8", "10.0.0.0/8")]
    [InlineData("10.1.2.3", "10.1.2.3/32")]
    [InlineData("0.0.0.0/0", "0.0.0.0/0")]
    [InlineData("2001:db8::1/32", "2001:db8::/32")]
    [InlineData("::1", "::1/128")]
    public void Common_notations_of_a_network_are_parsed(string text, string expected) =>
        Assert.Equal(IPNetwork.Parse(expected), SourceNetwork.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("example.org")]
    [InlineData("10.0.0.0/33")]
    [InlineData("10.0.0.0/-1")]
    [InlineData("10.0.0.0/")]
    [InlineData("10.0.0.0/8/8")]
    public void An_invalid_network_is_reported(string text) =>
        Assert.Equal("NetworkInvalid", Assert.Throws<WebhookException>(() => SourceNetwork.Parse(text)).ErrorId);

    [Fact]
    public async Task Requests_from_other_networks_are_forbidden_and_probes_are_not()
    {
        await using TestListener listener = await TestListener.StartAsync(options => options with
        {
            AllowedNetworks = [SourceNetwork.Parse("192.0.2.0/24")],
            TrustedProxies = [SourceNetwork.Parse("127.0.0.1")],
        });

        await ResponseAssert.EqualAsync(await listener.PostAsync("/hook", "{}"), 403, """{"detail":"Forbidden"}""");
        await ResponseAssert.EqualAsync(await listener.PostAsync("/hook", "{}", ("X-Forwarded-For", "198.51.100.1")), 403, """{"detail":"Forbidden"}""");
        await ResponseAssert.EqualAsync(await listener.GetAsync("/reports"), 403, """{"detail":"Forbidden"}""");
        using HttpResponseMessage allowed = await listener.PostAsync("/hook", "{}", ("X-Forwarded-For", "192.0.2.7"));
        using HttpResponseMessage health = await listener.GetAsync("/health");

        Assert.Equal((200, 200), ((int)allowed.StatusCode, (int)health.StatusCode));
        Assert.Equal("192.0.2.7", listener.Journal.Single.Remote);
    }
}
