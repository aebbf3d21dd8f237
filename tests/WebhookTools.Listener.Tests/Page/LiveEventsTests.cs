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
    public async Task What_happens_is_told_as_it_happens()
    {
        await using TestListener listener = await TestListener.StartAsync();
        using EventStream events = await EventStream.OpenAsync(listener.Client);
        await events.NextAsync("statistics");

        (await listener.PostAsync("/hook", "{\"name\":\"two\\nlines\",\"status\":\"ok\"}")).Dispose();
        JsonElement alert = JsonDocument.Parse(await NextAsync(listener, events, "alert")).RootElement;
        JsonElement statistics = JsonDocument.Parse(await NextAsync(listener, events, "statistics")).RootElement;
        (await listener.PostAsync("/webhook", "{}")).Dispose();
        JsonElement refused = JsonDocument.Parse(await NextAsync(listener, events, "rejected")).RootElement;

        Assert.Equal("text/event-stream", events.Response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("two\nlines", alert.GetProperty("name").GetString());
        Assert.Equal("good", alert.GetProperty("tone").GetString());
        Assert.Equal(1, statistics.GetProperty("accepted").GetInt64());
        Assert.Equal(400, refused.GetProperty("status").GetInt32());
    }

    [Fact]
    public async Task Where_nothing_happens_there_is_a_sign_of_life_every_15_seconds()
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
    public async Task An_open_page_does_not_hold_up_the_end_of_the_listener()
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
    public async Task A_page_that_reads_nothing_does_not_hold_up_the_end_either()
    {
        TestListener listener = await TestListener.StartAsync(options => options with { StopTimeout = TimeSpan.FromMinutes(5) });
        using RawClient silent = await RawClient.ConnectAsync(listener.Listener.Uri);
        await silent.SendAsync($"GET /live/events HTTP/1.1\r\nHost: {listener.Listener.Uri.Authority}\r\n\r\n");
        await silent.ReadUntilAsync("event: statistics");

        await listener.DisposeAsync();

        Assert.False(listener.Listener.IsRunning);
    }

    [Fact]
    public async Task One_page_too_many_is_told_to_come_back_later()
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
        Assert.Equal("10", Replied.Header(refused, "Retry-After"));

        // Those that went away make room.
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
    public async Task Asking_for_the_head_ends_at_once()
    {
        await using TestListener listener = await TestListener.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Head, "/live/events");

        using HttpResponseMessage response = await listener.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
    }

    /// <summary>Waits for an event while the clock goes on, since events are told at a pace.</summary>
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
