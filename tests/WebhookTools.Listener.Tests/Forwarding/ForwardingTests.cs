using System.Globalization;
using System.Text;
using WebhookTools.Core;
using WebhookTools.Core.Sending;
using WebhookTools.Core.Signatures;
using WebhookTools.Listener.Forwarding;
using WebhookTools.Listener.Journal;
using WebhookTools.Listener.Tests.Support;
using WebhookTools.Tests;

namespace WebhookTools.Listener.Tests.Forwarding;

/// <summary>The receiver is another listener, which verifies forwarded webhooks as any receiver would.</summary>
public sealed class ForwardingTests
{
    private static readonly WebhookSecret Secret = WebhookSecret.FromText("the-secret-of-the-receiver");
    private static readonly SignatureScheme GitHub = SignatureSchemes.Get("GitHub");

    [Fact]
    public async Task A_forwarded_webhook_is_signed_again_and_unchanged()
    {
        await using TestListener receiver = await TestListener.StartAsync(options => options with { Scheme = GitHub, Secrets = [Secret], Tokens = [WebhookSecret.FromText("a-token-of-the-receiver")] });
        await using TestListener listener = await TestListener.StartAsync(options => options with
        {
            ForwardTo = new ForwardOptions
            {
                Uri = new Uri(receiver.Listener.Uri, "github"),
                Signing = new SigningOptions { Scheme = GitHub, Secrets = [Secret] },
                Credential = DeliveryCredential.Bearer(WebhookSecret.FromText("a-token-of-the-receiver")),
            },
        });
        string body = "{ \"action\":\t\"öffnen\",  \"action\": 1e2 }\n";

        (await listener.PostAsync("/github", body, ("X-GitHub-Event", "issues"), ("X-GitHub-Delivery", "d-1"), ("User-Agent", "GitHub-Hookshot/1"), ("X-Hub-Signature-256", "sha256=of-another"), ("X-Api-Token", "hidden"))).Dispose();

        await Eventually.TrueAsync(() => listener.Listener.Statistics.Forwarded == 1);
        JournalEntry arrived = receiver.Journal.Single;
        Assert.Equal(body, Encoding.UTF8.GetString(arrived.Body.Span));
        Assert.Equal("verified", arrived.Signature);
        Assert.Equal("issues", arrived.Event);
        Dictionary<string, string> headers = arrived.Headers.ToDictionary(StringComparer.OrdinalIgnoreCase);
        Assert.Equal("d-1", headers["X-GitHub-Delivery"]);
        Assert.Equal("GitHub-Hookshot/1", headers["User-Agent"]);
        Assert.Equal("application/json", headers["Content-Type"]);
        Assert.DoesNotContain("X-Api-Token", headers);
        Assert.DoesNotContain("of-another", headers["X-Hub-Signature-256"], StringComparison.Ordinal);
        Assert.Equal(0, receiver.Listener.Statistics.Unauthorized);
    }

    [Fact]
    public async Task The_content_type_is_forwarded_unchanged()
    {
        await using TestListener receiver = await TestListener.StartAsync();
        await using TestListener listener = await TestListener.StartAsync(options => options with { ForwardTo = To(receiver) });
        using var body = new ByteArrayContent("{}"u8.ToArray());
        body.Headers.TryAddWithoutValidation("Content-Type", "application/x-thing; v=\"1\"");

        using HttpResponseMessage response = await listener.Client.PostAsync("/hook", body, TestContext.Current.CancellationToken);

        Assert.Equal(200, (int)response.StatusCode);
        await Eventually.TrueAsync(() => listener.Listener.Statistics.Forwarded == 1);
        Assert.Equal("application/x-thing; v=\"1\"", receiver.Journal.Single.Headers.ToDictionary(StringComparer.OrdinalIgnoreCase)["Content-Type"]);
    }

    [Fact]
    public async Task Duplicates_are_not_forwarded_and_the_order_is_preserved()
    {
        await using TestListener receiver = await TestListener.StartAsync();
        await using TestListener listener = await TestListener.StartAsync(options => options with { ForwardTo = To(receiver, "webhook") });

        foreach (string sample in new[] { "alertmanager-firing.json", "alertmanager-firing.json", "alertmanager-resolved.json" })
        {
            (await listener.PostAsync("/webhook", Samples.Bytes(sample))).Dispose();
        }

        await Eventually.TrueAsync(() => listener.Listener.Statistics.Forwarded == 2);
        Assert.Equal(["firing", "resolved"], receiver.Journal.Entries.Select(entry => entry.Alerts[0].Status!), StringComparer.Ordinal);
        Assert.Equal(0, receiver.Listener.Statistics.Duplicates);
    }

    [Fact]
    public async Task A_webhook_that_the_receiver_rejects_is_logged_with_its_journal_id()
    {
        await using TestListener receiver = await TestListener.StartAsync(options => options with { Tokens = [WebhookSecret.FromText("a-token-of-the-receiver")] });
        await using TestListener listener = await TestListener.StartAsync(options => options with { ForwardTo = To(receiver, "hook?key=in-the-query") });

        (await listener.PostAsync("/hook", "{}")).Dispose();

        await Eventually.TrueAsync(() => listener.Listener.Statistics.NotForwarded == 1);
        await Eventually.TrueAsync(() => Messages(listener, "WebhookNotForwarded").Count == 1);
        string message = Messages(listener, "WebhookNotForwarded").Single();
        Assert.Contains($"journal id {listener.Journal.Single.Id} ", message, StringComparison.Ordinal);
        Assert.Contains("401", message, StringComparison.Ordinal);
        Assert.DoesNotContain(listener.Log, entry => entry.Message.Contains("in-the-query", StringComparison.Ordinal));
        Assert.Contains("""webhooktools_webhooks_forwarded_total{outcome="failed"} 1""", await listener.Client.GetStringAsync("/metrics", TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_query_of_the_receivers_address_is_never_logged()
    {
        TestListener gone = await TestListener.StartAsync();
        await gone.DisposeAsync();
        ForwardOptions forward = To(gone, "in?key=in-the-query") with { Retry = RetryOptions.Default with { MaximumRetryCount = 1 } };
        await using TestListener listener = await TestListener.StartAsync(options => options with { ForwardTo = forward });

        (await listener.PostAsync("/hook", "{}")).Dispose();

        await Eventually.TrueAsync(() => Messages(listener, "ForwardingRetried").Count == 1);
        await Eventually.TrueAsync(() =>
        {
            listener.Clock.Advance(TimeSpan.FromSeconds(1));
            return Messages(listener, "WebhookNotForwarded").Count == 1;
        });
        Assert.Contains("/in?key=***'", Messages(listener, "ForwardingRetried").Single(), StringComparison.Ordinal);
        Assert.Contains("/in?key=***'", Messages(listener, "WebhookNotForwarded").Single(), StringComparison.Ordinal);
        Assert.DoesNotContain(listener.Log, entry => entry.Message.Contains("in-the-query", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_receiver_that_does_not_respond_delays_no_response_and_dropped_webhooks_are_logged()
    {
        var held = new MemoryJournal { Hold = new TaskCompletionSource() };
        await using TestListener receiver = await TestListener.StartAsync(held);
        await using TestListener listener = await TestListener.StartAsync(options => options with { ForwardTo = To(receiver) });

        // One in flight, a full queue, and ten more.
        (await listener.PostAsync("/hook", "{}")).Dispose();
        await Eventually.TrueAsync(() => held.Appending == 1);
        for (int count = 0; count < WebhookForwarder.MaximumQueued + 10; count++)
        {
            using HttpResponseMessage response = await listener.PostAsync("/hook", "{}");
            Assert.Equal(200, (int)response.StatusCode);
        }

        Assert.Equal(10, listener.Listener.Statistics.NotForwarded);
        held.Hold.SetResult();
        await Eventually.TrueAsync(() => listener.Listener.Statistics.Forwarded == WebhookForwarder.MaximumQueued + 1);
        IReadOnlyList<JournalEntry> entries = listener.Journal.Entries;
        Assert.Contains($"10 webhooks from journal id {entries[^10].Id} to {entries[^1].Id} were not forwarded", Messages(listener, "WebhooksNotForwarded").Single(), StringComparison.Ordinal);
        Assert.Equal(WebhookForwarder.MaximumQueued + 1, held.Entries.Count);
    }

    [Fact]
    public async Task Waiting_webhooks_are_limited_by_the_size_of_their_bodies_and_headers()
    {
        const int BodyLength = 30_000;
        const int HeaderLength = 28_000;
        var held = new MemoryJournal { Hold = new TaskCompletionSource() };
        await using TestListener receiver = await TestListener.StartAsync(held);
        await using TestListener listener = await TestListener.StartAsync(options => options with { ForwardTo = To(receiver) });
        (await listener.PostAsync("/hook", "{}")).Dispose();
        await Eventually.TrueAsync(() => held.Appending == 1);

        string body = $"\"{new string('b', BodyLength)}\"";
        int fitting = (int)(WebhookForwarder.MaximumBytes / (BodyLength + (sizeof(char) * HeaderLength)));
        for (int count = 0; count < fitting + 10; count++)
        {
            using HttpResponseMessage response = await listener.PostAsync("/hook", body, ("X-Long-Event", new string('h', HeaderLength)));
            Assert.Equal(200, (int)response.StatusCode);
        }

        // The other headers take a little as well.
        Assert.InRange(listener.Listener.Statistics.NotForwarded, 10, 20);
        held.Hold.SetResult();
    }

    [Fact]
    public async Task Stopping_forwards_the_queued_webhooks_first()
    {
        var held = new MemoryJournal { Hold = new TaskCompletionSource() };
        await using TestListener receiver = await TestListener.StartAsync(held);
        await using TestListener listener = await TestListener.StartAsync(options => options with { ForwardTo = To(receiver) });
        for (int count = 0; count < 5; count++)
        {
            (await listener.PostAsync("/hook", "{}")).Dispose();
        }

        Task stopping = listener.Listener.StopAsync(TestContext.Current.CancellationToken);
        held.Hold.SetResult();
        await stopping;

        Assert.Equal(5, held.Entries.Count);
        Assert.Equal(5, listener.Listener.Statistics.Forwarded);
    }

    [Fact]
    public async Task Stopping_does_not_wait_forever_and_logs_the_remaining_webhooks()
    {
        var held = new MemoryJournal { Hold = new TaskCompletionSource() };
        await using TestListener receiver = await TestListener.StartAsync(held);
        await using TestListener listener = await TestListener.StartAsync(options => options with { ForwardTo = To(receiver), StopTimeout = TimeSpan.FromSeconds(10) });
        for (int count = 0; count < 3; count++)
        {
            (await listener.PostAsync("/hook", "{}")).Dispose();
        }

        await Eventually.TrueAsync(() => held.Appending == 1);
        using var impatient = new CancellationTokenSource();
        Task stopping = listener.Listener.StopAsync(impatient.Token);
        await impatient.CancelAsync();
        await stopping;

        IReadOnlyList<JournalEntry> entries = listener.Journal.Entries;
        Assert.Equal(3, listener.Listener.Statistics.NotForwarded);
        Assert.Contains(entries[0].Id, Messages(listener, "WebhookNotForwarded").Single(), StringComparison.Ordinal);
        Assert.Contains($"2 webhooks from journal id {entries[1].Id} to {entries[2].Id}", Messages(listener, "WebhooksNotForwarded").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_forwarding_loop_ends()
    {
        int port = ExternalTool.FindFreePort();
        await using TestListener listener = await TestListener.StartAsync(options => options with
        {
            Port = port,
            ForwardTo = new ForwardOptions { Uri = new Uri($"http://127.0.0.1:{port}/hook") },
        });

        (await listener.PostAsync("/hook", "{}")).Dispose();

        await Eventually.TrueAsync(() => Messages(listener, "ForwardingLoop").Count == 1);
        Assert.Equal(2, listener.Journal.Entries.Count);
    }

    [Fact]
    public async Task Listeners_that_forward_in_a_circle_stop()
    {
        int port = ExternalTool.FindFreePort();
        await using TestListener third = await TestListener.StartAsync(options => options with { ForwardTo = new ForwardOptions { Uri = new Uri($"http://127.0.0.1:{port}/hook") } });
        await using TestListener second = await TestListener.StartAsync(options => options with { ForwardTo = To(third) });
        await using TestListener first = await TestListener.StartAsync(options => options with { Port = port, ForwardTo = To(second) });

        (await second.PostAsync("/hook", "{}")).Dispose();

        await Eventually.TrueAsync(() => Messages(second, "ForwardingLoop").Count == 1);
        Assert.Equal([2, 1, 1], [second.Journal.Entries.Count, third.Journal.Entries.Count, first.Journal.Entries.Count]);
        Assert.Empty(Messages(first, "ForwardingLoop").Concat(Messages(third, "ForwardingLoop")));
    }

    [Fact]
    public async Task A_strangers_headers_neither_prevent_forwarding_nor_grow_what_is_forwarded()
    {
        await using CapturingServer receiver = await CapturingServer.StartAsync();
        await using TestListener listener = await TestListener.StartAsync(options => options with { ForwardTo = new ForwardOptions { Uri = new Uri(receiver.Address) } });
        string foreign = string.Join(',', Enumerable.Range(0, 200).Select(number => number.ToString("x32", CultureInfo.InvariantCulture)));

        (await listener.PostAsync("/hook", "{}", ("X-WebhookTools-Hops", "99"), (ForwardedHeaders.ViaHeader, foreign + ",99,not-an-id"))).Dispose();

        await Eventually.TrueAsync(() => listener.Listener.Statistics.Forwarded == 1);
        string[] ids = receiver.Requests.Single().Headers[ForwardedHeaders.ViaHeader].Split(',');
        Assert.Equal(ForwardedHeaders.MaximumIds, ids.Length);
        Assert.All(ids, id => Assert.Equal(32, id.Length));
        Assert.Empty(Messages(listener, "ForwardingLoop"));
    }

    [Fact]
    public async Task A_listener_that_cannot_sign_does_not_start()
    {
        WebhookException unreadable = await Assert.ThrowsAsync<WebhookException>(() => StartAsync("StandardWebhooks", "whsec_not base64!"));
        Assert.Equal("ForwardingSetupInvalid", unreadable.ErrorId);

        WebhookException empty = await Assert.ThrowsAsync<WebhookException>(() => StartAsync("GitHub", string.Empty));
        Assert.Equal("ForwardingSecretMissing", empty.ErrorId);

        static Task<TestListener> StartAsync(string scheme, string secret) => TestListener.StartAsync(options => options with
        {
            ForwardTo = new ForwardOptions
            {
                Uri = new Uri("http://127.0.0.1:1/"),
                Signing = new SigningOptions { Scheme = SignatureSchemes.Get(scheme), Secrets = [WebhookSecret.FromText(secret)] },
            },
        });
    }

    private static ForwardOptions To(TestListener receiver, string path = "hook") => new()
    {
        Uri = new Uri(receiver.Listener.Uri, path),
        Retry = RetryOptions.Default with { MaximumRetryCount = 0 },
    };

    private static List<string> Messages(TestListener listener, string eventId) =>
        [.. listener.Log.Where(entry => string.Equals(entry.EventId, eventId, StringComparison.Ordinal)).Select(entry => entry.Message)];
}
