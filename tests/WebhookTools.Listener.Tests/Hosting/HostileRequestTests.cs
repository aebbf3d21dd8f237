using System.Globalization;
using System.Text;
using WebhookTools.Core.Signatures;
using WebhookTools.Listener.Http.Readers;
using WebhookTools.Listener.Tests.Support;

namespace WebhookTools.Listener.Tests.Hosting;

/// <summary>Every malformed request gets a specific status or a closed connection, and the listener continues.</summary>
public sealed class HostileRequestTests
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData("garbage\r\n\r\n")]
    [InlineData("GET\r\n\r\n")]
    [InlineData("POST /hook HTTP/9.9\r\n\r\n")]
    [InlineData("POST /hook HTTP/1.1\r\nHost: localhost\r\nNo colon\r\n\r\n")]
    [InlineData("POST /hook HTTP/1.1\r\nContent-Length: 1\r\n\r\n1")]
    [InlineData("POST /hook HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n")]
    [InlineData("POST /hook HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n1")]
    [InlineData("POST /hook HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n1\r\n0\r\n\r\n")]
    [InlineData("POST /hook HTTP/1.1\r\nHost: localhost\r\nX: a\0b\r\nContent-Length: 1\r\n\r\n1")]
    [InlineData("\0\0\0\0\r\n\r\n")]
    [InlineData("\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00fc\u0003\u0003\r\n\r\n")]
    public async Task A_malformed_request_is_a_bad_request(string request)
    {
        await using TestListener listener = await TestListener.StartAsync();
        using RawClient client = await RawClient.ConnectAsync(listener.Listener.Uri);

        await client.SendAsync(request);
        string reply = await client.ReadToEndAsync();

        Assert.Matches("^(HTTP/1\\.1 (400|505) )", reply);
        await StillAnswersAsync(listener);
    }

    [Theory]
    [InlineData("FFFFFFFFFFFFFFFF\r\n1\r\n0\r\n\r\n")]
    [InlineData("80000000\r\n1\r\n0\r\n\r\n")]
    [InlineData("100000001\r\n1\r\n0\r\n\r\n")]
    [InlineData("000000000000000000000001\r\n1\r\n0\r\n\r\n")]
    [InlineData("1\r\n1\r\nFFFFFFFFFFFFFFFF\r\n1\r\n")]
    [InlineData("-1\r\n1\r\n0\r\n\r\n")]
    [InlineData("0x1\r\n1\r\n0\r\n\r\n")]
    [InlineData("\r\n1\r\n0\r\n\r\n")]
    [InlineData("1\n1\n0\n\n")]
    [InlineData("1\r\n12\r\n0\r\n\r\n")]
    [InlineData("1\r\n1\r\n0\r\nno colon\r\n\r\n")]
    [InlineData("1\r\n1\r\n0\r\nX: a\0b\r\n\r\n")]
    public async Task An_invalid_chunk_is_a_bad_request(string chunks)
    {
        await using TestListener listener = await TestListener.StartAsync(options => options with { ReadTokens = [WebhookSecret.FromText("a-token-for-tests")] });
        foreach (string path in (string[])["/hook", "/webhook", SignInEndpoint.Path])
        {
            using RawClient client = await RawClient.ConnectAsync(listener.Listener.Uri);

            await client.SendAsync($"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n{chunks}");

            Assert.Equal((path, "HTTP/1.1 400 "), (path, (await client.ReadToEndAsync())[..13]));
        }

        Assert.Empty(listener.Journal.Entries);
        Assert.DoesNotContain(listener.Log, entry => entry.EventId is "RequestFailed" || entry.Message.Contains("   at ", StringComparison.Ordinal));
        await StillAnswersAsync(listener);
    }

    [Fact]
    public async Task Slow_headers_end_the_connection()
    {
        await using TestListener listener = await TestListener.StartAsync(options => options with { RequestHeadersTimeout = Short });
        using RawClient client = await RawClient.ConnectAsync(listener.Listener.Uri);

        await client.SendAsync("POST /hook HTTP/1.1\r\nHost: localhost\r\nX-");

        Assert.StartsWith("HTTP/1.1 408 ", await client.ReadToEndAsync(), StringComparison.Ordinal);
        await StillAnswersAsync(listener);
    }

    [Fact]
    public async Task A_body_that_never_ends_is_cut_off()
    {
        await using TestListener listener = await TestListener.StartAsync(options => options with { MinimumBodyRateGracePeriod = TimeSpan.FromSeconds(1.1) });
        using RawClient client = await RawClient.ConnectAsync(listener.Listener.Uri);

        await client.SendAsync("POST /hook HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n{");
        string reply = await client.ReadToEndAsync();

        Assert.StartsWith("HTTP/1.1 408 ", reply, StringComparison.Ordinal);
        Assert.Contains("{\"detail\":\"The body arrived too slowly.\"}", reply, StringComparison.Ordinal);
        Assert.Empty(listener.Journal.Entries);
        await StillAnswersAsync(listener);
    }

    [Fact]
    public async Task A_connection_without_a_request_is_closed()
    {
        await using TestListener listener = await TestListener.StartAsync(options => options with { KeepAliveTimeout = Short });
        using RawClient client = await RawClient.ConnectAsync(listener.Listener.Uri);

        Assert.Equal(string.Empty, await client.ReadToEndAsync());
    }

    [Fact]
    public async Task A_body_of_the_maximum_size_is_accepted_and_one_byte_more_is_too_large()
    {
        await using TestListener listener = await TestListener.StartAsync(options => options with { MaximumBodySize = 100 });
        string largest = "\"" + new string('x', 98) + "\"";

        using HttpResponseMessage accepted = await listener.PostAsync("/hook", largest);

        Assert.True(accepted.IsSuccessStatusCode);
        await ResponseAssert.EqualAsync(await listener.PostAsync("/hook", largest + " "), 413, """{"detail":"The body is larger than this listener accepts."}""");
        Assert.Single(listener.Journal.Entries);
        await StillAnswersAsync(listener);
    }

    [Fact]
    public async Task The_maximum_size_applies_to_chunked_bodies()
    {
        await using TestListener listener = await TestListener.StartAsync(options => options with { MaximumBodySize = 100 });
        using RawClient client = await RawClient.ConnectAsync(listener.Listener.Uri);

        await client.SendAsync("POST /hook HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n32\r\n" + new string('1', 50) + "\r\n33\r\n" + new string('1', 51) + "\r\n0\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 413 ", await client.ReadToEndAsync(), StringComparison.Ordinal);
        Assert.Empty(listener.Journal.Entries);
    }

    [Fact]
    public async Task A_body_of_many_chunks_is_complete()
    {
        await using TestListener listener = await TestListener.StartAsync();
        using RawClient client = await RawClient.ConnectAsync(listener.Listener.Uri);
        string body = "\"" + new string('x', 100_000) + "\"";
        var request = new StringBuilder("POST /hook HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (int start = 0; start < body.Length; start += 1000)
        {
            string chunk = body.Substring(start, Math.Min(1000, body.Length - start));
            request.Append(CultureInfo.InvariantCulture, $"{chunk.Length:x}\r\n{chunk}\r\n");
        }

        await client.SendAsync(request.Append("0\r\n\r\n").ToString());

        Assert.StartsWith("HTTP/1.1 200 ", await client.ReadToEndAsync(), StringComparison.Ordinal);
        Assert.Equal(body, Encoding.UTF8.GetString(listener.Journal.Single.Body.Span));
    }

    [Fact]
    public async Task Bytes_after_a_body_are_the_next_request()
    {
        await using TestListener listener = await TestListener.StartAsync();
        using RawClient client = await RawClient.ConnectAsync(listener.Listener.Uri);

        await client.SendAsync("POST /hook HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n\r\n12345\r\n\r\n");
        string reply = await client.ReadToEndAsync();

        Assert.StartsWith("HTTP/1.1 200 ", reply, StringComparison.Ordinal);
        Assert.Contains("HTTP/1.1 400 ", reply, StringComparison.Ordinal);
        Assert.Equal("1", Encoding.UTF8.GetString(listener.Journal.Single.Body.Span));
    }

    [Fact]
    public async Task An_incomplete_body_is_not_journaled()
    {
        await using TestListener listener = await TestListener.StartAsync();
        using (RawClient client = await RawClient.ConnectAsync(listener.Listener.Uri))
        {
            await client.SendAsync("POST /hook HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n12345");
        }

        await StillAnswersAsync(listener);
        await listener.Listener.StopAsync(TestContext.Current.CancellationToken);
        Assert.Empty(listener.Journal.Entries);
    }

    [Fact]
    public async Task Too_many_headers_are_rejected()
    {
        await using TestListener listener = await TestListener.StartAsync();
        using RawClient client = await RawClient.ConnectAsync(listener.Listener.Uri);

        await client.SendAsync("GET /health HTTP/1.1\r\nHost: localhost\r\n" + string.Concat(Enumerable.Range(0, 2000).Select(number => $"X-{number}: 1\r\n")) + "\r\n");

        Assert.StartsWith("HTTP/1.1 431 ", await client.ReadToEndAsync(), StringComparison.Ordinal);
        await StillAnswersAsync(listener);
    }

    [Fact]
    public async Task A_path_that_is_too_long_is_rejected()
    {
        await using TestListener listener = await TestListener.StartAsync();
        using RawClient client = await RawClient.ConnectAsync(listener.Listener.Uri);

        await client.SendAsync("GET /" + new string('a', 20_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 414 ", await client.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_above_the_limit_is_closed()
    {
        await using TestListener listener = await TestListener.StartAsync(options => options with { MaximumConnections = 2 });
        using RawClient first = await RawClient.ConnectAsync(listener.Listener.Uri);
        using RawClient second = await RawClient.ConnectAsync(listener.Listener.Uri);
        await first.SendAsync("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n");
        await first.ReadUntilAsync("}");
        await second.SendAsync("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n");
        await second.ReadUntilAsync("}");

        using RawClient third = await RawClient.ConnectAsync(listener.Listener.Uri);
        await third.SendAsync("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n");

        Assert.Equal(string.Empty, await third.ReadToEndAsync());
    }

    [Theory]
    [InlineData(null, "")]
    [InlineData("127.0.0.1", "}")]
    public async Task A_connection_above_the_limit_of_its_address_is_closed_unless_it_is_a_trusted_proxys(string? proxy, string end)
    {
        await using TestListener listener = await TestListener.StartAsync(options => options with
        {
            MaximumConnectionsPerAddress = 1,
            TrustedProxies = proxy is null ? [] : [SourceNetwork.Parse(proxy)],
        });
        using (RawClient first = await RawClient.ConnectAsync(listener.Listener.Uri))
        {
            await first.SendAsync("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n");
            await first.ReadUntilAsync("}");

            using RawClient second = await RawClient.ConnectAsync(listener.Listener.Uri);
            await second.SendAsync("GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

            Assert.EndsWith(end, await second.ReadToEndAsync(), StringComparison.Ordinal);
            Assert.Equal(proxy is null, listener.Log.Any(entry => entry.EventId is "ConnectionRefused" && entry.Message.Contains("1 connections from its address", StringComparison.Ordinal)));
        }

        await Eventually.TrueAsync(async () =>
        {
            using RawClient third = await RawClient.ConnectAsync(listener.Listener.Uri);
            await third.SendAsync("GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            return (await third.ReadToEndAsync()).EndsWith('}');
        });
    }

    [Theory]
    [InlineData(10_000)]
    [InlineData(400_000)]
    public async Task Deeply_nested_JSON_does_not_overflow_the_stack(int depth)
    {
        await using TestListener listener = await TestListener.StartAsync();
        string deep = string.Concat(Enumerable.Repeat("{\"a\":", depth / 8)) + "1" + new string('}', depth / 8);

        foreach (string path in new[] { "/hook", "/webhook", "/" })
        {
            using HttpResponseMessage response = await listener.PostAsync(path, deep);
            Assert.Equal(400, (int)response.StatusCode);
        }
    }

    [Fact]
    public async Task No_response_names_the_server()
    {
        await using TestListener listener = await TestListener.StartAsync();

        using HttpResponseMessage response = await listener.GetAsync("/health");

        Assert.False(response.Headers.Contains("Server"));
    }

    private static async Task StillAnswersAsync(TestListener listener)
    {
        using HttpResponseMessage response = await listener.GetAsync("/health");
        Assert.True(response.IsSuccessStatusCode);
    }
}
