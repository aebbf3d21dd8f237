using WebhookTools.Core.Sending;

namespace WebhookTools.Core.Tests.Sending;

/// <summary>When a delivery is retried, and after which delay.</summary>
public sealed class RetryTests : SendingTest
{
    [Theory]
    [InlineData("408 Request Timeout")]
    [InlineData("425 Too Early")]
    [InlineData("429 Too Many Requests")]
    [InlineData("500 Internal Server Error")]
    [InlineData("502 Bad Gateway")]
    [InlineData("503 Service Unavailable")]
    [InlineData("504 Gateway Timeout")]
    [InlineData("599 Whatever")]
    public async Task A_transient_status_is_retried(string status)
    {
        await using var server = new ScriptedServer(ScriptedResponse.Status(status), ScriptedResponse.Ok);
        DeliveryResult result = await SendAsync(To(server.Uri));
        Assert.True(result.IsSuccess);
        Assert.Equal(2, result.Attempts);
    }

    [Theory]
    [InlineData("400 Bad Request")]
    [InlineData("401 Unauthorized")]
    [InlineData("403 Forbidden")]
    [InlineData("404 Not Found")]
    [InlineData("409 Conflict")]
    [InlineData("410 Gone")]
    [InlineData("413 Content Too Large")]
    [InlineData("415 Unsupported Media Type")]
    [InlineData("422 Unprocessable Content")]
    [InlineData("501 Not Implemented")]
    [InlineData("505 HTTP Version Not Supported")]
    public async Task A_final_status_is_not_retried(string status)
    {
        await using var server = new ScriptedServer(ScriptedResponse.Status(status), ScriptedResponse.Ok);
        DeliveryResult result = await SendAsync(To(server.Uri));
        Assert.False(result.IsSuccess);
        Assert.Equal(1, result.Attempts);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_broken_connection_is_retried()
    {
        await using var server = new ScriptedServer(ScriptedResponse.Reset, ScriptedResponse.Raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"), ScriptedResponse.Ok);
        DeliveryResult result = await SendAsync(To(server.Uri));
        Assert.True(result.IsSuccess);
        Assert.Equal(3, result.Attempts);
        Assert.Equal("taken", result.ResponseBody);
    }

    [Fact]
    public async Task Retries_end_at_their_maximum()
    {
        await using var server = new ScriptedServer(ScriptedResponse.Status("503 Service Unavailable", body: "down"));
        DeliveryResult result = await SendAsync(To(server.Uri) with { Retry = new RetryOptions { MaximumRetryCount = 2 } });

        Assert.Equal(3, server.Requests.Count);
        Assert.Equal(3, result.Attempts);
        Assert.Equal(503, result.StatusCode);
        Assert.Equal("down", result.ResponseBody);
        Assert.Equal("ServerFailed", result.Error!.ErrorId);
        Assert.EndsWith("Requests made: 3.", result.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_retry_is_made_if_none_is_allowed()
    {
        await using var server = new ScriptedServer(ScriptedResponse.Status("503 Service Unavailable", "Retry-After: 86400\r\n"));
        DeliveryResult result = await SendAsync(Once(server.Uri));
        Assert.Single(server.Requests);
        Assert.Equal("ServerFailed", result.Error!.ErrorId);
        Assert.Contains("24 hours", result.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_backoff_doubles_up_to_its_maximum()
    {
        await using var server = new ScriptedServer(ScriptedResponse.Status("500 Internal Server Error"));
        DeliveryOptions options = To(server.Uri) with { Retry = new RetryOptions { MaximumRetryCount = 8 } };
        Task<DeliveryResult> delivery = BeginAsync(Body, options, null, Canceled);

        // Half of 1, 2, 4, 8, 16 and 30 s, since the random number is one half.
        List<TimeSpan> waits = await Clock.PassWaitsAsync(delivery, options.Timeout);
        Assert.Equal([0.5, 1, 2, 4, 8, 15, 15, 15], waits.Select(wait => wait.TotalSeconds));
        Assert.Equal(TimeSpan.FromSeconds(60.5), (await delivery).Duration);
    }

    [Theory]
    [InlineData("Retry-After: 17", 17)]
    [InlineData("Retry-After: Sun, 01 Mar 2026 12:01:30 GMT", 90)]
    [InlineData("retry-after: 300", 300)]
    public async Task Retry_After_is_honored(string header, int seconds)
    {
        await using var server = new ScriptedServer(ScriptedResponse.Status("503 Service Unavailable", header + "\r\n"), ScriptedResponse.Ok);
        DeliveryOptions options = To(server.Uri);
        Task<DeliveryResult> delivery = BeginAsync(Body, options, null, Canceled);
        Assert.Equal([TimeSpan.FromSeconds(seconds)], await Clock.PassWaitsAsync(delivery, options.Timeout));
        Assert.True((await delivery).IsSuccess);
    }

    [Theory]
    [InlineData("Retry-After: 0")]
    [InlineData("Retry-After: Sun, 01 Mar 2026 11:00:00 GMT")]
    [InlineData("Retry-After: soon")]
    [InlineData("Retry-After: -5")]
    public async Task A_receiver_that_asks_for_no_delay_gets_the_backoff(string header)
    {
        await using var server = new ScriptedServer(ScriptedResponse.Status("503 Service Unavailable", header + "\r\n"), ScriptedResponse.Ok);
        DeliveryOptions options = To(server.Uri);
        Task<DeliveryResult> delivery = BeginAsync(Body, options, null, Canceled);
        Assert.Equal([TimeSpan.FromSeconds(0.5)], await Clock.PassWaitsAsync(delivery, options.Timeout));
        Assert.True((await delivery).IsSuccess);
    }

    [Theory]
    [InlineData("429 Too Many Requests", "301", WebhookErrorKind.RateLimited, "5 minutes")]
    [InlineData("503 Service Unavailable", "7200", WebhookErrorKind.ServerFailed, "2 hours")]
    [InlineData("503 Service Unavailable", "99999999999999999999", WebhookErrorKind.ServerFailed, "days")]
    public async Task A_delay_longer_than_allowed_ends_the_delivery_and_is_named(string status, string seconds, WebhookErrorKind kind, string said)
    {
        await using var server = new ScriptedServer(ScriptedResponse.Status(status, $"Retry-After: {seconds}\r\n"), ScriptedResponse.Ok);
        DeliveryResult result = await SendAsync(To(server.Uri));
        Assert.Single(server.Requests);
        Assert.Equal("RetryAfterTooLong", result.Error!.ErrorId);
        Assert.Equal(kind, result.Error.Kind);
        Assert.Contains(said, result.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_observer_sees_attempts_and_delays()
    {
        await using var server = new ScriptedServer(ScriptedResponse.Status("503 Service Unavailable"), ScriptedResponse.Status("429 Too Many Requests", "Retry-After: 3\r\n"), ScriptedResponse.Ok);
        var observer = new RecordingObserver();
        await SendAsync(To(server.Uri), observer: observer);

        string address = server.Uri.ToString();
        Assert.Equal([(address, 1), (address, 2), (address, 3)], observer.Attempts);
        Assert.Equal([(1, TimeSpan.FromSeconds(0.5)), (2, TimeSpan.FromSeconds(3))], observer.Retries.Select(retry => (retry.Attempt, retry.Delay)));
        Assert.Contains("503 Service Unavailable", observer.Retries.First().Reason, StringComparison.Ordinal);
        Assert.Contains("429 Too Many Requests", observer.Retries.Last().Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_attempt_that_times_out_is_retried()
    {
        await using var server = new ScriptedServer(ScriptedResponse.Silence, ScriptedResponse.Ok);
        DeliveryOptions options = To(server.Uri) with { Timeout = TimeSpan.FromSeconds(7) };
        Task<DeliveryResult> delivery = Sender.SendAsync(Body, options, null, Canceled);
        await server.NextRequestAsync();
        Clock.Advance(options.Timeout);
        await Clock.PassWaitsAsync(delivery, options.Timeout);

        DeliveryResult result = await delivery;
        Assert.True(result.IsSuccess);
        Assert.Equal(2, result.Attempts);
        Assert.Equal(TimeSpan.FromSeconds(7.5), result.Duration);
    }
}
