using WebhookTools.Core.Alerts;
using WebhookTools.Listener.Feed;
using WebhookTools.Listener.Intake;
using WebhookTools.Listener.Journal;
using WebhookTools.Listener.Tests.Support;
using WebhookTools.Tests;

namespace WebhookTools.Listener.Tests.Page;

public sealed class LiveFeedTests : IDisposable
{
    private readonly ManualTimeProvider _clock = new(TestListener.Start);
    private readonly LiveFeed _feed;

    public LiveFeedTests() => _feed = new LiveFeed(_clock);

    public void Dispose() => _feed.Dispose();

    [Fact]
    public void Only_the_newest_alerts_are_kept()
    {
        for (int number = 0; number < LiveFeed.MaximumAlerts + 20; number++)
        {
            Add(number, "{}"u8);
        }

        IReadOnlyList<LiveAlert> alerts = _feed.Snapshot().Alerts;

        Assert.Equal(LiveFeed.MaximumAlerts, alerts.Count);
        Assert.Equal("00020.0", alerts[0].Alert.Id);
        Assert.Null(_feed.Find("00019.0"));
        Assert.NotNull(_feed.Find("00519.0"));
    }

    [Fact]
    public void The_memory_of_bodies_is_limited()
    {
        byte[] body = new byte[LiveRequest.MaximumBody];
        for (int number = 0; number < 40; number++)
        {
            Add(number, body);
        }

        Assert.InRange(_feed.Size, 1, LiveFeed.MaximumSize);

        // The memory of an alert besides its body displaces one of them.
        Assert.Equal((LiveFeed.MaximumSize / LiveRequest.MaximumBody) - 1, _feed.Snapshot().Alerts.Count);
        Add(41, new byte[LiveRequest.MaximumBody + 1]);
        Assert.Null(_feed.Find("00041.0")!.Request.Body);
        Assert.Equal(LiveRequest.MaximumBody + 1, _feed.Find("00041.0")!.Request.BodyLength);
    }

    [Fact]
    public void The_alerts_of_a_webhook_share_its_body_until_all_are_removed()
    {
        JournalEntry entry = Entry(0, count: 3);
        _feed.Add(entry, new byte[1000], entry.Alerts);
        long size = _feed.Size;
        for (int number = 1; number <= LiveFeed.MaximumAlerts; number++)
        {
            Add(number, "{}"u8);
        }

        Assert.InRange(size, 1000, 4000);
        long each = _feed.Size / LiveFeed.MaximumAlerts;
        Assert.InRange(each, 100, 1200);
    }

    [Fact]
    public void A_very_large_alert_is_kept_without_labels_and_annotations()
    {
        JournalEntry entry = Entry(0, count: 1);
        WebhookAlert large = entry.Alerts[0] with { Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["l"] = new('x', 20_000_000) }, Summary = new('s', 1_000_000) };

        _feed.Add(entry, "{}"u8, [large]);

        Assert.Empty(_feed.Find("00000.0")!.Alert.Labels);
        Assert.InRange(_feed.Size, 1, 100_000);
    }

    [Fact]
    public void Equal_rejections_are_combined_and_the_oldest_are_removed_first()
    {
        for (int number = 0; number < LiveFeed.MaximumRejections + 5; number++)
        {
            _feed.AddRejection(Rejection($"/{number}"));
        }

        _feed.AddRejection(Rejection("/20"));
        IReadOnlyList<LiveRejection> rejections = _feed.Snapshot().Rejections;

        Assert.Equal(LiveFeed.MaximumRejections, rejections.Count);
        Assert.Equal("/5", rejections[0].Path);
        Assert.Equal(("/20", 2), (rejections[^1].Path, rejections[^1].Count));
    }

    [Fact]
    public void A_page_gets_the_news_or_learns_that_it_missed_something()
    {
        using LiveClient client = _feed.TryConnect()!;
        Add(1, "{}"u8);
        _feed.AddRejection(Rejection("/a"));

        LiveView news = _feed.Since(client.Position);
        Assert.Equal("00001.0", Assert.Single(news.Alerts).Alert.Id);
        Assert.Single(news.Rejections);
        Assert.False(news.IsGap);
        Assert.Empty(_feed.Since(news.Position).Alerts);

        for (int number = 2; number <= LiveFeed.MaximumAlerts + 1; number++)
        {
            Add(number, "{}"u8);
        }

        Assert.True(_feed.Since(client.Position).IsGap);
        Assert.False(_feed.Since(news.Position).IsGap);
    }

    [Fact]
    public void Inserting_older_alerts_makes_pages_reload()
    {
        LivePosition position = _feed.Snapshot().Position;
        Add(5, "{}"u8);

        var earlier = new RestoredAlerts();
        earlier.Add(Entry(5, 1).Alerts[0]);
        earlier.Add(Entry(1, 1).Alerts[0]);
        _feed.Restore(earlier.Alerts);

        Assert.True(_feed.Since(position).IsGap);
        string[] ids = [.. _feed.Snapshot().Alerts.Select(alert => alert.Alert.Id)];
        Assert.Equal(["00001.0", "00005.0"], ids);
    }

    [Fact]
    public void No_more_alerts_are_restored_than_are_kept()
    {
        var small = new RestoredAlerts();
        var large = new RestoredAlerts();
        string shared = new('x', 1_000_000);
        for (int number = 0; number < LiveFeed.MaximumAlerts + 10; number++)
        {
            small.Add(Entry(number, 1).Alerts[0] with { Body = shared });
            large.Add(Entry(number, 1).Alerts[0] with { Body = new string('x', LiveRequest.MaximumBody) });
        }

        Assert.Equal(LiveFeed.MaximumAlerts, small.Alerts.Count);
        Assert.Equal("00000.0", small.Alerts[0].Alert.Id);

        // The memory of an alert besides its body displaces one of them.
        Assert.Equal((LiveFeed.MaximumSize / LiveRequest.MaximumBody) - 1, large.Alerts.Count);
        Assert.All(large.Alerts, live => Assert.Null(live.Alert.Payload));
    }

    [Fact]
    public void The_number_of_open_pages_is_limited()
    {
        LiveClient[] clients = [.. Enumerable.Range(0, LiveFeed.MaximumClients).Select(_ => _feed.TryConnect()!)];

        Assert.Null(_feed.TryConnect());
        clients[3].Dispose();
        using LiveClient? next = _feed.TryConnect();
        Assert.NotNull(next);

        foreach (LiveClient client in clients)
        {
            client.Dispose();
        }

        Assert.Equal(1, _clock.PendingTimers);
    }

    private static LiveRejection Rejection(string path) => new() { Method = "POST", Path = path, Remote = "192.0.2.1", Status = 404, Reason = "none", Time = TestListener.Start };

    private static JournalEntry Entry(int number, int count) => new()
    {
        Id = $"{number:D5}",
        ReceivedAt = TestListener.Start,
        Protocol = "generic",
        Path = "/hook",
        Alerts = [.. Enumerable.Range(0, count).Select(index => new WebhookAlert { Id = $"{number:D5}.{index}", ReceivedAt = TestListener.Start, Protocol = "generic" })],
    };

    private void Add(int number, ReadOnlySpan<byte> body)
    {
        JournalEntry entry = Entry(number, count: 1);
        _feed.Add(entry, body, entry.Alerts);
    }
}
