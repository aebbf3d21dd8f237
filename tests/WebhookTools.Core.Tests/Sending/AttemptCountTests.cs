using WebhookTools.Core.Payloads;
using WebhookTools.Core.Sending;

namespace WebhookTools.Core.Tests.Sending;

/// <summary>The receiver never sees more or fewer requests than the attempts that the result reports.</summary>
public sealed class AttemptCountTests : SendingTest
{
    private const int Retries = 2;
    private const int Many = 8;

    public static TheoryData<ReceiverFailure, Transport, int> Failures()
    {
        var data = new TheoryData<ReceiverFailure, Transport, int>();
        foreach (ReceiverFailure failure in Enum.GetValues<ReceiverFailure>())
        {
            bool isHttp2Only = failure is ReceiverFailure.StreamRefused or ReceiverFailure.GoAway or ReceiverFailure.Http11Required;
            foreach (Transport transport in isHttp2Only ? [Transport.Http2] : new[] { Transport.Http, Transport.Https, Transport.Http2 })
            {
                data.Add(failure, transport, 1);

                // Interim responses without end abort the HTTP/2 connection, and with it requests that are still being sent.
                if (transport != Transport.Http2 || failure != ReceiverFailure.EndlessInterimResponses)
                {
                    data.Add(failure, transport, Many);
                }
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task The_receiver_counts_the_reported_attempts(ReceiverFailure failure, Transport transport, int atOnce)
    {
        await using var receiver = new CountingReceiver(transport);
        await WarmUpAsync(receiver, transport, atOnce);
        receiver.Begin(failure, atOnce);
        DeliveryOptions options = Options(receiver, transport);
        Task<DeliveryResult>[] deliveries = [.. Enumerable.Range(0, atOnce).Select(number => Sender.SendAsync(BodyOf(number), options, null, Canceled))];
        if (failure == ReceiverFailure.Timeout)
        {
            for (int round = 0; round <= Retries; round++)
            {
                await receiver.RoundAsync(round).WaitAsync(TimeSpan.FromSeconds(30), Canceled);
                Clock.Advance(options.Timeout);
            }
        }

        DeliveryResult[] results = await Task.WhenAll(deliveries).WaitAsync(TimeSpan.FromSeconds(30), Canceled);
        Assert.Equal(results.Sum(static result => result.Attempts), receiver.Count);
        for (int number = 0; number < atOnce; number++)
        {
            Assert.False(results[number].IsSuccess);
            Assert.Equal(results[number].Attempts, receiver.CountOf($"body {number}"));
        }

        if (failure is not (ReceiverFailure.EndlessInterimResponses or ReceiverFailure.Http11Required))
        {
            Assert.All(results, static result => Assert.Equal(1 + Retries, result.Attempts));
        }

        Assert.All(results, result => Assert.Equal(ExpectedErrorId(failure, transport), result.Error!.ErrorId));
    }

    // A closed connection is where the runtime's handler resends on its own: four warm connections made five requests of one.
    [Theory]
    [InlineData(Transport.Http, "POST")]
    [InlineData(Transport.Http, "GET")]
    [InlineData(Transport.Http, "DELETE")]
    [InlineData(Transport.Https, "POST")]
    [InlineData(Transport.Https, "GET")]
    [InlineData(Transport.Https, "DELETE")]
    [InlineData(Transport.Http2, "POST")]
    [InlineData(Transport.Http2, "GET")]
    [InlineData(Transport.Http2, "DELETE")]
    public async Task Warm_connections_that_the_receiver_closes_make_no_further_requests(Transport transport, string method)
    {
        await using var receiver = new CountingReceiver(transport);
        await WarmUpAsync(receiver, transport, connections: 4);
        receiver.Begin(ReceiverFailure.ClosedBeforeHead, roundSize: 1);
        WebhookBody body = method is "POST" ? Body : WebhookBody.Empty;
        DeliveryResult result = await Sender.SendAsync(body, Options(receiver, transport) with { Method = method, Retry = new RetryOptions { MaximumRetryCount = 0 } }, null, Canceled);

        Assert.Equal("ConnectionBroken", result.Error!.ErrorId);
        Assert.Equal(1, result.Attempts);
        Assert.Equal(1, receiver.Count);
    }

    [Theory]
    [InlineData(ReceiverFailure.StreamRefused)]
    [InlineData(ReceiverFailure.GoAway)]
    public async Task A_request_without_a_body_that_an_HTTP2_receiver_refuses_is_counted_too(ReceiverFailure failure)
    {
        await using var receiver = new CountingReceiver(Transport.Http2);
        receiver.Begin(failure, roundSize: 1);
        DeliveryResult result = await Sender.SendAsync(WebhookBody.Empty, Options(receiver, Transport.Http2) with { Method = "DELETE" }, null, Canceled);
        Assert.Equal(1 + Retries, result.Attempts);
        Assert.Equal(1 + Retries, receiver.Count);
    }

    [Fact]
    public async Task A_receiver_that_requires_an_older_version_is_named_with_the_remedy()
    {
        await using var receiver = new CountingReceiver(Transport.Http2);
        receiver.Begin(ReceiverFailure.Http11Required, roundSize: 1);
        DeliveryResult result = await Sender.SendAsync(Body, Options(receiver, Transport.Http2), null, Canceled);
        Assert.Equal("HttpVersionRefused", result.Error!.ErrorId);
        Assert.Contains("requires HTTP/1.1", result.Error.Message, StringComparison.Ordinal);
        Assert.Equal(1, result.Attempts);
    }

    // The clock advances in steps shorter than the timeout, and bytes arrive at every step.
    [Theory]
    [InlineData("HTTP/1.1 ", "1")]
    [InlineData("HTTP/1.1 200 OK\r\n", "X-More: 1\r\n")]
    [InlineData("", "HTTP/1.1 100 Continue\r\n\r\n")]
    [InlineData("", "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n", "x")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "1\r\nx\r\n")]
    public async Task A_response_that_trickles_in_does_not_extend_the_timeout(string start, string more)
    {
        using var step = new SemaphoreSlim(0);
        await using var server = new ScriptedServer(async exchange =>
        {
            await exchange.WriteAsync(start);
            while (true)
            {
                await step.WaitAsync(exchange.Stopped);
                await exchange.WriteAsync(more);
            }
        });
        DeliveryOptions options = Once(server.Uri) with { Timeout = TimeSpan.FromSeconds(10) };
        Task<DeliveryResult> delivery = Sender.SendAsync(Body, options, null, Canceled);
        await server.NextRequestAsync();
        for (int second = 0; second < 10; second++)
        {
            Assert.False(delivery.IsCompleted);
            step.Release();
            Clock.Advance(TimeSpan.FromSeconds(1));
        }

        DeliveryResult result = await delivery.WaitAsync(TimeSpan.FromSeconds(30), Canceled);
        Assert.Equal("TimedOut", result.Error!.ErrorId);
        Assert.Equal(TimeSpan.FromSeconds(10), result.Duration);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task An_attempt_of_its_own_does_not_retry()
    {
        await using var receiver = new CountingReceiver(Transport.Http);
        receiver.Begin(ReceiverFailure.ServerError, roundSize: 1);
        AttemptOutcome outcome = await Sender.AttemptAsync(Body, Options(receiver, Transport.Http) with { Signing = Signed(new CountingScheme()) }, Canceled);
        Assert.True(outcome.Failure!.IsTransient);
        Assert.Equal(500, outcome.StatusCode);
        Assert.Equal("msg_1", outcome.Id);
        Assert.Equal(1, outcome.Requests);
        Assert.Equal(1, receiver.Count);
    }

    private static WebhookBody BodyOf(int number) => WebhookBody.FromText($"body {number}");

    private static DeliveryOptions Options(CountingReceiver receiver, Transport transport) => To(receiver.Uri) with
    {
        Connection = Direct with { SkipCertificateCheck = transport is Transport.Https or Transport.Http2 },
        Retry = new RetryOptions { MaximumRetryCount = Retries, BaseDelay = TimeSpan.Zero },
    };

    private static string ExpectedErrorId(ReceiverFailure failure, Transport transport) => failure switch
    {
        ReceiverFailure.Timeout => "TimedOut",
        ReceiverFailure.EndlessInterimResponses when transport != Transport.Http2 => "ReplyHeadersTooLong",
        ReceiverFailure.ServerError => "ServerFailed",
        ReceiverFailure.TooManyRequests => "TooManyRequests",
        ReceiverFailure.Http11Required => "HttpVersionRefused",
        _ => "ConnectionBroken",
    };

    /// <summary>Opens as many connections as requests are made at once; over HTTP/2 they share one.</summary>
    private async Task WarmUpAsync(CountingReceiver receiver, Transport transport, int connections)
    {
        receiver.Begin(failure: null, connections);
        DeliveryOptions options = Options(receiver, transport);
        DeliveryResult[] results = await Task.WhenAll(Enumerable.Range(0, connections).Select(number => Sender.SendAsync(BodyOf(number), options, null, Canceled))).WaitAsync(TimeSpan.FromSeconds(30), Canceled);
        Assert.All(results, static result => Assert.True(result.IsSuccess, result.Error?.ToString()));
        Assert.Equal(transport is Transport.Http2 ? 1 : connections, receiver.ConnectionCount);
    }
}
