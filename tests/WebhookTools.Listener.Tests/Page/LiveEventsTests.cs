using System.Diagnostics;
using System.Net;
using System.Text.Json;
using WebhookTools.Listener.Feed;
using WebhookTools.Listener.Http;
using WebhookTools.Listener.Tests.Support;

namespace WebhookTools.Listener.Tests.Page;

public sealed class LiveEventsTests
{
    [Fact]
    public async Task Events_are_sent_as_they_happen()
    {
        await using TestListener listener = await TestListener.StartAsync();
        using EventStream events = await EventStream.OpenAsync(listener.Client);
        await events.NextAsync("statistics");

        (await listener.PostAsync("/hook", "{\"name\":\"two\\nlines\",\"status\":\"ok\"}")).Dispose();
        JsonElement alert = JsonDocument.Parse(await NextAsync(listener, events, "alert")).RootElement;
        JsonElement statistics = JsonDocument.Parse(await NextAsync(listener, events, "statistics")).RootElement;
        (await listener.PostAsync("/webhook", "{}")).Dispose();
        JsonElement rejected = JsonDocument.Parse(await NextAsync(listener, events, "rejected")).RootElement;

        Assert.Equal("text/event-stream", events.Response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("two\nlines", alert.GetProperty("name").GetString());
        Assert.Equal("good", alert.GetProperty("tone").GetString());
        Assert.Equal(1, statistics.GetProperty("accepted").GetInt64());
        Assert.Equal(400, rejected.GetProperty("status").GetInt32());
    }

    [Fact]
    public async Task An_idle_stream_has_a_heartbeat_every_15_seconds()
    {
        await using TestListener listener = await TestListener.StartAsync();
        using EventStream events = await EventStream.OpenAsync(listener.Client);
        await events.NextAsync("statistics");

        for (int beat = 0; beat < 3; beat++)
        {
            listener.Clock.Advance(LiveClient.HeartbeatInterval);
            Assert.Equal((string.Empty, string.Empty), await events.NextAsync());
        }
    }

    [Fact]
    public async Task An_open_page_does_not_delay_stopping_the_listener()
    {
        TestListener listener = await TestListener.StartAsync(options => options with { StopTimeout = TimeSpan.FromMinutes(5) });
        using var client = new HttpClient { BaseAddress = listener.Listener.Uri };
        using EventStream events = await EventStream.OpenAsync(client);
        await events.NextAsync("statistics");
        var watch = Stopwatch.StartNew();

        await listener.DisposeAsync();

        Assert.Null(await events.NextAsync());
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task A_page_that_reads_nothing_does_not_delay_stopping_the_listener()
    {
        TestListener listener = await TestListener.StartAsync(options => options with { StopTimeout = TimeSpan.FromMinutes(5) });
        using RawClient silent = await RawClient.ConnectAsync(listener.Listener.Uri);
        await silent.SendAsync($"GET /live/events HTTP/1.1\r\nHost: {listener.Listener.Uri.Authority}\r\n\r\n");
        await silent.ReadUntilAsync("event: statistics");

        await listener.DisposeAsync();

        Assert.False(listener.Listener.IsRunning);
    }

    [Fact]
    public async Task Too_many_pages_are_told_to_retry_later()
    {
        await using TestListener listener = await TestListener.StartAsync();
        var open = new List<EventStream>();
        for (int number = 0; number < LiveFeed.MaximumClients; number++)
        {
            open.Add(await EventStream.OpenAsync(listener.Client));
        }

        using HttpResponseMessage refused = await listener.GetAsync("/live/events");
        open.ForEach(stream => stream.Dispose());

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Equal("10", ResponseAssert.Header(refused, "Retry-After"));

        // Closed pages make space for others.
        while (true)
        {
            using EventStream next = await EventStream.OpenAsync(listener.Client);
            if (next.Response.StatusCode == HttpStatusCode.OK)
            {
                break;
            }
        }
    }

    [Fact]
    public async Task A_HEAD_request_ends_immediately()
    {
        await using TestListener listener = await TestListener.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Head, "/live/events");

        using HttpResponseMessage response = await listener.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
    }

    /// <summary>Waits for an event while advancing the clock, because events are sent with a minimum interval.</summary>
    private static async Task<string> NextAsync(TestListener listener, EventStream events, string name)
    {
        Task<string> next = events.NextAsync(name);
        while (!next.IsCompleted)
        {
            listener.Clock.Advance(TimeSpan.FromMilliseconds(100));
            await Task.WhenAny(next, Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, TestContext.Current.CancellationToken));
        }

        return await next;
    }
}
