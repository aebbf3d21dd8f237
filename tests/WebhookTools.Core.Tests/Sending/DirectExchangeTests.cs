using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using WebhookTools.Core.Payloads;
using WebhookTools.Core.Sending;
using WebhookTools.Core.Signatures;

namespace WebhookTools.Core.Tests.Sending;

/// <summary>Plain HTTP/1.1 on the caller's own thread: what replies may look like, and how long a connection is used.</summary>
public sealed class DirectExchangeTests : SendingTest
{
    private const string Taken = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\ntaken";

    private protected override bool OnThread => true;

    [Fact]
    public async Task Deliveries_one_after_the_other_use_one_connection()
    {
        await using var server = new ScriptedServer(Reply.Ok);
        for (int number = 0; number < 50; number++)
        {
            Assert.True((await SendAsync(To(server.Uri))).IsSuccess);
        }

        Assert.Equal(50, server.Requests.Count);
        Assert.Equal(1, server.ConnectionCount);
    }

    [Fact]
    public async Task Several_at_once_arrive_each_with_its_own_body_and_reply()
    {
        await using var server = new ScriptedServer(exchange => exchange.WriteAsync($"HTTP/1.1 200 OK\r\nContent-Length: {exchange.Request.BodyText.Length}\r\n\r\n{exchange.Request.BodyText}"));
        var started = new Queue<(PreparedDelivery Delivery, string Body)>();
        for (int number = 0; number < 400; number++)
        {
            if (started.Count == 16)
            {
                await EndAsync();
            }

            string body = $"body {number}";
            PreparedDelivery delivery = Sender.PrepareOnThread(WebhookBody.FromText(body), To(server.Uri), null, Cancelled);
            delivery.Send();
            started.Enqueue((delivery, body));
        }

        while (started.Count > 0)
        {
            await EndAsync();
        }

        Assert.InRange(server.ConnectionCount, 1, 16);

        async Task EndAsync()
        {
            (PreparedDelivery delivery, string body) = started.Dequeue();
            Assert.True(delivery.IsDirect);
            Assert.Equal(body, (await delivery.CompleteAsync()).ResponseBody);
        }
    }

    [Fact]
    public async Task A_delivery_that_is_given_up_closes_its_connection()
    {
        await using var server = new ScriptedServer(Reply.Ok);
        PreparedDelivery delivery = Sender.PrepareOnThread(Body, To(server.Uri), null, Cancelled);
        delivery.Send();
        Assert.True(delivery.IsReplyThere(TimeSpan.FromSeconds(30)));
        delivery.Abandon();
        Assert.Equal("taken", (await SendAsync(To(server.Uri))).ResponseBody);
        Assert.Equal(2, server.ConnectionCount);
    }

    [Fact]
    public async Task What_is_made_ready_is_not_sent_before_it_is_said_and_its_time_begins_only_then()
    {
        await using var server = new ScriptedServer(Reply.Ok);
        PreparedDelivery first = Sender.PrepareOnThread(Body, Once(server.Uri) with { Timeout = TimeSpan.FromSeconds(2) }, null, Cancelled);
        PreparedDelivery never = Sender.PrepareOnThread(Body, To(server.Uri), null, Cancelled);
        await Task.Delay(TimeSpan.FromSeconds(2.2), TimeProvider.System, Cancelled);
        Assert.False(first.IsSent);
        Assert.False(first.IsReplyThere(TimeSpan.Zero));
        Assert.Empty(server.Requests);

        Assert.True((await first.CompleteAsync()).IsSuccess);
        never.Abandon();
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_connection_that_the_receiver_has_closed_meanwhile_is_not_used()
    {
        await using var server = new ScriptedServer(Reply.Raw(Taken), Reply.Ok);
        await SendAsync(To(server.Uri));
        DeliveryResult result = await SendAsync(Once(server.Uri));
        Assert.Equal("taken", result.ResponseBody);
        Assert.Equal(1, result.Attempts);
        Assert.Equal(2, server.ConnectionCount);
    }

    [Fact]
    public async Task A_connection_that_is_closed_when_it_is_used_again_is_replaced()
    {
        await using var server = new ScriptedServer(Reply.Ok, Reply.Reset, Reply.Ok);
        await SendAsync(To(server.Uri));
        DeliveryResult result = await SendAsync(Once(server.Uri));
        Assert.Equal("taken", result.ResponseBody);
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task What_comes_after_a_reply_is_not_taken_for_the_next_one()
    {
        await using var server = new ScriptedServer(exchange => exchange.WriteAsync(Taken + "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged"));
        await SendAsync(To(server.Uri));
        Assert.Equal("taken", (await SendAsync(To(server.Uri))).ResponseBody);
        Assert.Equal(2, server.ConnectionCount);
    }

    [Theory]
    [InlineData("in chunks", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;name=value\r\nta\r\n03 \r\nken\r\n0\r\nX-Trailer: 1\r\n\r\n", 1)]
    [InlineData("in chunks, in capitals", "HTTP/1.1 200 OK\r\nTRANSFER-ENCODING: gzip, Chunked\r\n\r\nA\r\ntaken5678\n\r\n0\r\n\r\n", 1)]
    [InlineData("lines that end with LF alone", "HTTP/1.1 200 OK\nContent-Length: 5\n\ntaken", 1)]
    [InlineData("without a reason", "HTTP/1.1 200\r\nContent-Length: 5\r\n\r\ntaken", 1)]
    [InlineData("a length that is said twice", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\ntaken", 1)]
    [InlineData("other replies before", "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n" + Taken, 1)]
    [InlineData("a value over two lines", "HTTP/1.1 200 OK\r\nX-Long: one\r\n two\r\nContent-Length: 5\r\n\r\ntaken", 1)]
    [InlineData("no body", "HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n", 1)]
    [InlineData("no body, by its length", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 1)]
    [InlineData("HTTP/1.0 that keeps the connection", "HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 5\r\n\r\ntaken", 1)]
    [InlineData("HTTP/1.0", "HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\ntaken", 2)]
    [InlineData("the last one", "HTTP/1.1 200 OK\r\nConnection: foo, Close\r\nContent-Length: 5\r\n\r\ntaken", 2)]
    [InlineData("two lengths that contradict each other", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n5\r\ntaken\r\n0\r\n\r\n", 2)]
    public async Task A_reply_may_be(string what, string reply, int connections)
    {
        Assert.NotNull(what);
        await using var server = new ScriptedServer(exchange => exchange.WriteAsync(reply));
        await SendAsync(Once(server.Uri));
        DeliveryResult result = await SendAsync(Once(server.Uri));
        Assert.Null(result.Error);
        Assert.True(result.ResponseBody is "taken" or "taken5678\n" or "");
        Assert.Equal(connections, server.ConnectionCount);
    }

    [Fact]
    public async Task A_value_over_two_lines_is_one_and_repeated_headers_are_joined()
    {
        await using var server = new ScriptedServer(exchange => exchange.WriteAsync("HTTP/1.1 200 OK\r\nX-Long: one\r\n\t two\r\nX-Many: a\r\nx-many:  b \r\nContent-Length: 0\r\n\r\n"));
        DeliveryResult result = await SendAsync(Once(server.Uri));
        Assert.Equal("one two", result.ResponseHeaders["x-long"]);
        Assert.Equal("a, b", result.ResponseHeaders["X-Many"]);
    }

    [Fact]
    public async Task A_body_may_end_with_the_connection()
    {
        await using var server = new ScriptedServer(Reply.Raw("HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=iso-8859-1\r\n\r\ngr\u00fcn"));
        DeliveryResult result = await SendAsync(Once(server.Uri));
        Assert.Null(result.Error);
        Assert.Equal("grün", result.ResponseBody);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public async Task A_reply_may_come_in_pieces(int length)
    {
        const string Chunked = "HTTP/1.1 200 OK\r\nX-One: 1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nta\r\n3\r\nken\r\n0\r\n\r\n";
        await using var server = new ScriptedServer(async exchange =>
        {
            for (int start = 0; start < Chunked.Length; start += length)
            {
                await exchange.WriteAsync(Chunked.Substring(start, Math.Min(length, Chunked.Length - start)));
                await Task.Yield();
            }
        });
        DeliveryResult result = await SendAsync(Once(server.Uri));
        Assert.Equal("taken", result.ResponseBody);
        Assert.Equal("1", result.ResponseHeaders["X-One"]);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: five\r\n\r\ntaken")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\ntaken")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5, 6\r\n\r\ntaken")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\ntaken")]
    [InlineData("HTTP/1.1 200 OK\r\nno header\r\n\r\ntaken")]
    [InlineData("HTTP/1.1 200 OK\r\n: no name\r\n\r\ntaken")]
    [InlineData("HTTP/1.1 200 OK\r\n folded: first\r\n\r\ntaken")]
    [InlineData("HTTP/1.1 2000 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 099 OK\r\n\r\n")]
    [InlineData("HTTP/2.0 200 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0x5\r\ntaken\r\n0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\ntaken\r\n0\r\n\r\n")]
    public async Task What_contradicts_itself_is_not_HTTP(string reply)
    {
        await using var server = new ScriptedServer(Reply.Raw(reply));
        DeliveryResult result = await SendAsync(Once(server.Uri));
        Assert.Equal("ReplyNotHttp", result.Error!.ErrorId);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 O")]
    [InlineData("HTTP/1.1 200 OK\r\nX-One: 1\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\ntak")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\ntaken\r\n0\r\n")]
    public async Task What_ends_too_soon_is_a_broken_connection(string reply)
    {
        await using var server = new ScriptedServer(Reply.Raw(reply));
        DeliveryResult result = await SendAsync(Once(server.Uri));
        Assert.Equal("ConnectionBroken", result.Error!.ErrorId);
    }

    [Fact]
    public async Task Chunk_lines_without_end_are_bounded()
    {
        await using var server = new ScriptedServer(async exchange =>
        {
            await exchange.WriteAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;");
            while (true)
            {
                await exchange.WriteAsync(new string('x', 1000));
            }
        });
        Assert.Equal("ReplyNotHttp", (await SendAsync(Once(server.Uri))).Error!.ErrorId);
    }

    [Theory]
    [InlineData("Content-Length: 10000000")]
    [InlineData("Transfer-Encoding: chunked")]
    [InlineData("X-Ends: with the connection")]
    public async Task A_body_without_end_is_cut_and_its_connection_closed(string header)
    {
        await using var server = new ScriptedServer(async exchange =>
        {
            await exchange.WriteAsync($"HTTP/1.1 200 OK\r\n{header}\r\n\r\n");
            while (true)
            {
                await exchange.WriteAsync(header.Contains("chunked", StringComparison.Ordinal) ? "5\r\nabcde\r\n" : "abcde");
            }
        });
        DeliveryResult result = await SendAsync(Once(server.Uri));
        Assert.Null(result.Error);
        Assert.True(result.IsResponseBodyTruncated);
        Assert.Equal(64 * 1024, result.ResponseBody!.Length);
    }

    [Fact]
    public async Task A_receiver_that_does_not_answer_in_time_is_named()
    {
        await using var server = new ScriptedServer(Reply.Silence);
        long start = Stopwatch.GetTimestamp();
        DeliveryResult result = await SendAsync(Once(server.Uri) with { Timeout = TimeSpan.FromMilliseconds(300) });
        Assert.Equal("TimedOut", result.Error!.ErrorId);
        Assert.Null(result.StatusCode);
        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 0.25, 20);
    }

    [Fact]
    public async Task A_body_that_does_not_end_in_time_keeps_its_status()
    {
        await using var server = new ScriptedServer(Reply.Stall("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf"));
        DeliveryResult result = await SendAsync(Once(server.Uri) with { Timeout = TimeSpan.FromMilliseconds(300) });
        Assert.Equal("TimedOut", result.Error!.ErrorId);
        Assert.Equal(200, result.StatusCode);
    }

    [Fact]
    public async Task A_reply_that_drips_does_not_get_more_time()
    {
        await using var server = new ScriptedServer(async exchange =>
        {
            await exchange.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
            while (true)
            {
                await exchange.WriteAsync("x");
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, exchange.Stopped);
            }
        });
        Assert.Equal("TimedOut", (await SendAsync(Once(server.Uri) with { Timeout = TimeSpan.FromMilliseconds(400) })).Error!.ErrorId);
    }

    [Fact]
    public async Task A_reply_that_came_in_time_counts_though_it_is_read_later()
    {
        await using var server = new ScriptedServer(Reply.Ok);
        PreparedDelivery delivery = Sender.PrepareOnThread(Body, Once(server.Uri) with { Timeout = TimeSpan.FromMilliseconds(200) }, null, Cancelled);
        delivery.Send();
        Assert.True(delivery.IsReplyThere(TimeSpan.FromSeconds(30)));
        await Task.Delay(TimeSpan.FromMilliseconds(300), TimeProvider.System, Cancelled);
        Assert.True((await delivery.CompleteAsync()).IsSuccess);
    }

    [Fact]
    public async Task A_connection_that_does_not_come_about_in_time_is_named()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux leaves a connection waiting when the receiver takes none.");
        using var full = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        full.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        full.Listen(0);
        Socket[] waiting = [.. Enumerable.Range(0, 4).Select(_ => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp))];
        foreach (Socket socket in waiting)
        {
            _ = socket.ConnectAsync(full.LocalEndPoint!);
        }

        DeliveryResult result = await SendAsync(Once(new Uri($"http://{full.LocalEndPoint}/")) with { Timeout = TimeSpan.FromMilliseconds(300) });
        Assert.Equal("TimedOut", result.Error!.ErrorId);

        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => BeginAsync(Body, Once(new Uri($"http://{full.LocalEndPoint}/")), null, cancellation.Token));
        Array.ForEach(waiting, static socket => socket.Dispose());
    }

    [Fact]
    public async Task Attempts_that_follow_need_no_thread()
    {
        await using var server = new ScriptedServer(Reply.Status("503 Service Unavailable"), Reply.Ok);
        DeliveryOptions options = To(server.Uri) with { Signing = Signed(new CountingScheme()) };
        DeliveryResult result = await SendAsync(options);
        Assert.True(result.IsSuccess);
        Assert.Equal(2, result.Attempts);
        ReceivedRequest[] requests = [.. server.Requests];
        Assert.Equal(requests[0]["X-Test-Id"], requests[1]["X-Test-Id"]);
    }

    [Theory]
    [InlineData("a\r\nX-Forged: 1")]
    [InlineData("a\u0000b")]
    [InlineData("gr\u00fcn")]
    public async Task A_secret_that_no_header_can_hold_is_refused(string secret)
    {
        await using var server = new ScriptedServer(Reply.Ok);
        DeliveryOptions options = To(server.Uri) with { Signing = Signed(new TokenScheme(), secret) };
        WebhookException exception = await Assert.ThrowsAnyAsync<WebhookException>(() => SendAsync(options));
        Assert.DoesNotContain(secret, exception.ToString(), StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_name_is_looked_up_and_an_address_is_sent_as_it_is_escaped()
    {
        await using var server = new ScriptedServer(Reply.Ok);
        Assert.True((await SendAsync(Once(new Uri($"http://localhost:{server.Port}/hook?a=%20b#c")))).IsSuccess);
        ReceivedRequest request = Assert.Single(server.Requests);
        Assert.Equal("POST /hook?a=%20b HTTP/1.1", request.RequestLine);
        Assert.Equal($"localhost:{server.Port}", request["Host"]);
    }

    [Fact]
    public void A_large_body_a_file_and_a_method_without_a_body_go_another_way()
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, "{}");
            var uri = new Uri("http://127.0.0.1:9/");
            Assert.False(Sender.PrepareOnThread(WebhookBody.FromBytes(new byte[(64 * 1024) + 1]), To(uri), null, Cancelled).IsDirect);
            Assert.False(Sender.PrepareOnThread(WebhookBody.FromFile(path), To(uri), null, Cancelled).IsDirect);
            Assert.False(Sender.PrepareOnThread(WebhookBody.Empty, To(uri), null, Cancelled).IsDirect);
            Assert.False(Sender.PrepareOnThread(Body, To(new Uri("https://127.0.0.1:9/")), null, Cancelled).IsDirect);
            Assert.False(Sender.PrepareOnThread(Body, To(uri) with { MaximumRedirection = 1 }, null, Cancelled).IsDirect);
            Assert.False(Sender.PrepareOnThread(Body, To(uri) with { Connection = Direct with { HttpVersion = new Version(2, 0) } }, null, Cancelled).IsDirect);
            Assert.False(Sender.PrepareOnThread(Body, To(uri) with { Connection = new ConnectionOptions { Proxy = new Uri("http://127.0.0.1:9/") } }, null, Cancelled).IsDirect);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task A_disposed_sender_says_so()
    {
        Sender.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => SendAsync(To(new Uri("http://127.0.0.1:9/"))));
    }
}
