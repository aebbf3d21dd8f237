using WebhookTools.Core.Alerts;
using WebhookTools.Listener.Followers;
using WebhookTools.Listener.Tests.Support;

namespace WebhookTools.Listener.Tests.Followers;

public sealed class FollowerTests
{
    [Fact]
    public async Task A_follower_receives_the_alerts_accepted_after_it_starts()
    {
        await using TestListener listener = await TestListener.StartAsync();
        (await listener.PostAsync("/hook", """{"name":"before"}""")).Dispose();
        IAsyncEnumerable<WebhookAlert> followed = listener.Listener.FollowAsync(TestContext.Current.CancellationToken);
        (await listener.PostAsync("/hook", """[{"name":"a"},{"name":"b"}]""")).Dispose();
        (await listener.PostAsync("/hook", "no json")).Dispose();

        await listener.Listener.StopAsync(TestContext.Current.CancellationToken);
        List<WebhookAlert> alerts = await followed.ToListAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["a", "b"], alerts.Select(alert => alert.Name!), StringComparer.Ordinal);
        Assert.All(alerts, alert => Assert.Equal("""[{"name":"a"},{"name":"b"}]""", alert.Body));
    }

    [Fact]
    public async Task Duplicates_are_not_passed_to_followers()
    {
        await using TestListener listener = await TestListener.StartAsync();
        IAsyncEnumerable<WebhookAlert> followed = listener.Listener.FollowAsync(TestContext.Current.CancellationToken);
        for (int count = 0; count < 3; count++)
        {
            (await listener.PostAsync("/webhook", Samples.Bytes("alertmanager-firing.json"))).Dispose();
        }

        await listener.Listener.StopAsync(TestContext.Current.CancellationToken);

        Assert.Single(await followed.ToListAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_slow_follower_is_told_how_many_alerts_it_missed()
    {
        var hub = new FollowerHub(_ => { });
        var missed = new List<long>();
        IAsyncEnumerable<WebhookAlert> followed = hub.Follow(missed.Add, TestContext.Current.CancellationToken);

        for (int number = 0; number < Follower.MaximumAlerts + 10; number++)
        {
            hub.Publish(Alert($"{number}", body: null));
        }

        hub.Complete();
        List<WebhookAlert> alerts = await followed.ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal([10L], missed);
        Assert.Equal(Follower.MaximumAlerts, alerts.Count);
        Assert.Equal("10", alerts[0].Id);
    }

    [Fact]
    public async Task Alerts_with_large_bodies_are_evicted_before_they_fill_the_memory()
    {
        var hub = new FollowerHub(_ => { });
        long missed = 0;
        IAsyncEnumerable<WebhookAlert> followed = hub.Follow(count => missed += count, TestContext.Current.CancellationToken);

        for (int number = 0; number < 40; number++)
        {
            hub.Publish(Alert($"{number}", new string('x', 1024 * 1024)));
        }

        // A text takes two bytes per character, and an alert a little more.
        hub.Complete();
        Assert.Equal(15, (await followed.ToListAsync(TestContext.Current.CancellationToken)).Count);
        Assert.Equal(25, missed);
    }

    [Fact]
    public async Task A_follower_receives_every_alert_of_a_large_group()
    {
        const int Count = 400;
        await using TestListener listener = await TestListener.StartAsync();
        IAsyncEnumerable<WebhookAlert> followed = listener.Listener.FollowAsync(count => Assert.Fail($"{count} alerts were missed."), TestContext.Current.CancellationToken);
        string padding = new('x', 1_100);
        string body = "{\"alerts\":[" + string.Join(',', Enumerable.Range(0, Count).Select(number => $$$"""{"labels":{"alertname":"a{{{number}}}"},"annotations":{"summary":"{{{padding}}}"}}""")) + "]}";

        using HttpResponseMessage response = await listener.PostAsync("/webhook", body);
        await listener.Listener.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal(Enumerable.Range(0, Count).Select(number => $"a{number}"), (await followed.ToListAsync(TestContext.Current.CancellationToken)).Select(alert => alert.Name!), StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_follower_that_never_reads_does_not_delay_responses()
    {
        await using TestListener listener = await TestListener.StartAsync();
        _ = listener.Listener.FollowAsync(TestContext.Current.CancellationToken);

        for (int count = 0; count < 100; count++)
        {
            using HttpResponseMessage response = await listener.PostAsync("/hook", "[" + string.Join(',', Enumerable.Repeat("{}", 100)) + "]");
            Assert.Equal(200, (int)response.StatusCode);
        }
    }

    [Fact]
    public async Task A_canceled_follower_ends_and_is_released()
    {
        var hub = new FollowerHub(_ => { });
        using var cancel = new CancellationTokenSource();
        await using IAsyncEnumerator<WebhookAlert> followed = hub.Follow(onMissed: null, cancel.Token).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        ValueTask<bool> next = followed.MoveNextAsync();
        Assert.True(hub.HasFollowers);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await next);
        Assert.False(hub.HasFollowers);
    }

    [Fact]
    public async Task A_follower_that_stops_reading_is_released()
    {
        var hub = new FollowerHub(_ => { });
        IAsyncEnumerable<WebhookAlert> followed = hub.Follow(onMissed: null, TestContext.Current.CancellationToken);
        hub.Publish(Alert("1", body: null));

        await foreach (WebhookAlert _ in followed)
        {
            break;
        }

        Assert.False(hub.HasFollowers);
    }

    [Fact]
    public async Task Following_a_stopped_listener_ends_at_once()
    {
        await using TestListener listener = await TestListener.StartAsync();
        await listener.Listener.StopAsync(TestContext.Current.CancellationToken);

        Assert.Empty(await listener.Listener.FollowAsync(TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken));
    }

    private static WebhookAlert Alert(string id, string? body) => new() { Id = id, ReceivedAt = TestListener.Start, Protocol = "generic", Body = body };
}
