using WebhookTools.Core.Sending;

namespace WebhookTools.Core.Tests.Sending;

/// <summary>Cancellation ends a delivery at once.</summary>
public sealed class CancellationTests : SendingTest
{
    [Fact]
    public async Task It_ends_a_delay_between_attempts()
    {
        await using var server = new ScriptedServer(ScriptedResponse.Status("503 Service Unavailable", "Retry-After: 200\r\n"));
        using var cancellation = new CancellationTokenSource();
        DeliveryOptions options = To(server.Uri);
        Task<DeliveryResult> delivery = BeginAsync(Body, options, null, cancellation.Token);
        Assert.Equal(TimeSpan.FromSeconds(200), await Clock.NextWaitAsync(options.Timeout));
        await cancellation.CancelAsync();

        // The clock stands still, so only the cancellation can have ended the delay.
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => delivery.WaitAsync(TimeSpan.FromSeconds(30), Canceled));
        Assert.True(delivery.IsCanceled);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task It_ends_a_request_without_a_response()
    {
        await using var server = new ScriptedServer(ScriptedResponse.Silence);
        using var cancellation = new CancellationTokenSource();
        Task<DeliveryResult> delivery = BeginAsync(Body, To(server.Uri), null, cancellation.Token);
        await server.NextRequestAsync();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => delivery.WaitAsync(TimeSpan.FromSeconds(30), Canceled));
        Assert.True(delivery.IsCanceled);
    }

    [Fact]
    public async Task It_ends_the_reading_of_a_response()
    {
        var answered = new TaskCompletionSource();
        await using var server = new ScriptedServer(async exchange =>
        {
            await exchange.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
            answered.SetResult();
            await ScriptedResponse.Silence(exchange);
        });
        using var cancellation = new CancellationTokenSource();
        Task<DeliveryResult> delivery = BeginAsync(Body, To(server.Uri), null, cancellation.Token);
        await answered.Task;
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => delivery.WaitAsync(TimeSpan.FromSeconds(30), Canceled));
    }

    [Fact]
    public async Task Nothing_is_sent_after_it()
    {
        await using var server = new ScriptedServer(ScriptedResponse.Ok);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => BeginAsync(Body, To(server.Uri), null, new CancellationToken(canceled: true)));
        Assert.Equal(0, server.ConnectionCount);
    }
}
