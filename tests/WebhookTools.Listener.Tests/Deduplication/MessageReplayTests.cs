using System.Text;
using WebhookTools.Core;
using WebhookTools.Core.Payloads;
using WebhookTools.Core.Signatures;
using WebhookTools.Listener.Http;
using WebhookTools.Listener.Journal;
using WebhookTools.Listener.Tests.Support;
using WebhookTools.Tests;

namespace WebhookTools.Listener.Tests.Deduplication;

/// <summary>A message whose signature covers an id is kept once within the tolerance, no matter who sends it again.</summary>
public sealed class MessageReplayTests
{
    private static readonly WebhookSecret Secret = WebhookSecret.FromText("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

    [Theory]
    [InlineData("StandardWebhooks")]
    [InlineData("Auto")]
    public async Task A_replayed_message_is_acknowledged_and_not_kept_again(string scheme)
    {
        await using TestListener listener = await StartAsync(scheme);
        (string Name, string Value)[] headers = Sign(listener, "msg_1", "{}");

        int[] statuses = [await PostAsync(listener, "{}", headers), await PostAsync(listener, "{}", headers)];
        listener.Clock.Advance(TimeSpan.FromMinutes(5));
        int last = await PostAsync(listener, "{}", headers);
        listener.Clock.Advance(TimeSpan.FromSeconds(1));
        int expired = await PostAsync(listener, "{}", headers);

        Assert.Equal((200, 200, 200, 401), (statuses[0], statuses[1], last, expired));
        Assert.Single(listener.Journal.Entries);
        Assert.Equal((1L, 2L), (listener.Listener.Statistics.Accepted, listener.Listener.Statistics.Duplicates));
    }

    [Fact]
    public async Task A_retry_with_a_new_timestamp_is_kept_once_and_another_message_is_kept()
    {
        await using TestListener listener = await StartAsync();

        (string Name, string Value)[] first = Sign(listener, "msg_1", "{}");
        listener.Clock.Advance(TimeSpan.FromSeconds(30));
        int[] statuses =
        [
            await PostAsync(listener, "{}", first),
            await PostAsync(listener, "{}", Sign(listener, "msg_1", "{}")),
            await PostAsync(listener, "{}", Sign(listener, "msg_2", "{}")),
            await PostAsync(listener, "[]", Sign(listener, "msg_2", "[]")),
        ];

        Assert.All(statuses, status => Assert.Equal(200, status));
        Assert.Equal(["{}", "{}", "[]"], listener.Journal.Entries.Select(entry => Encoding.UTF8.GetString(entry.Body.Span)), StringComparer.Ordinal);
    }

    [Fact]
    public async Task An_id_that_no_signature_covers_suppresses_nothing()
    {
        await using TestListener open = await TestListener.StartAsync();
        await using TestListener signed = await StartAsync("GitHub");
        (string Name, string Value)[] headers = [.. Sign(signed, "msg_1", "{}"), ("webhook-id", "msg_1")];

        for (int count = 0; count < 2; count++)
        {
            Assert.Equal(200, await PostAsync(open, "{}", headers));
            Assert.Equal(200, await PostAsync(signed, "{}", headers));
        }

        Assert.Equal((2, 2), (open.Journal.Entries.Count, signed.Journal.Entries.Count));
    }

    [Fact]
    public async Task A_replay_with_another_body_is_not_kept_if_the_signature_covers_only_a_token()
    {
        await using TestListener listener = await StartAsync("Mailgun");
        string body = Encoding.UTF8.GetString(SignBody(listener, """{"event":"opened"}""").Span);

        int[] statuses = [await PostAsync(listener, body), await PostAsync(listener, body.Replace("opened", "forged", StringComparison.Ordinal))];

        Assert.Equal([200, 200], statuses);
        Assert.Contains("opened", Encoding.UTF8.GetString(listener.Journal.Single.Body.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Concurrent_replays_are_kept_once()
    {
        await using TestListener listener = await StartAsync();
        (string Name, string Value)[] headers = Sign(listener, "msg_1", "{}");

        int[] statuses = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => PostAsync(listener, "{}", headers)));

        Assert.All(statuses, status => Assert.Equal(200, status));
        Assert.Single(listener.Journal.Entries);
    }

    [Fact]
    public async Task A_message_that_could_not_be_journaled_is_not_remembered()
    {
        var journal = new MemoryJournal { IsFull = true };
        await using TestListener listener = await StartAsync("StandardWebhooks", journal);
        (string Name, string Value)[] headers = Sign(listener, "msg_1", "{}");

        int failed = await PostAsync(listener, "{}", headers);
        journal.IsFull = false;
        int retried = await PostAsync(listener, "{}", headers);

        Assert.Equal((503, 200), (failed, retried));
        Assert.Single(journal.Entries);
    }

    [Theory]
    [InlineData(JournalFormat.Json, false)]
    [InlineData(JournalFormat.Json, true)]
    [InlineData(JournalFormat.Text, false)]
    [InlineData(JournalFormat.Text, true)]
    public async Task A_replay_after_a_restart_is_acknowledged_like_the_first_and_not_kept_again(JournalFormat format, bool isRotated)
    {
        using var folder = new TemporaryFolder();
        var clock = new ManualTimeProvider(TestListener.Start);
        ListenerOptions options = Options("StandardWebhooks") with
        {
            Journal = new JournalOptions { Path = folder.File("webhook.log"), Format = format, MaximumSize = JournalOptions.SmallestMaximumSize, Compress = isRotated },
        };
        string large = "\"" + new string('x', (int)JournalOptions.SmallestMaximumSize) + "\"";
        (string Name, string Value)[] headers = Sign(options, clock, "msg_1", "{}");
        (string Name, string Value)[] others = Sign(options, clock, "msg_2", large);

        var responses = new List<string>();
        for (int run = 0; run < 2; run++)
        {
            await using WebhookListener listener = await WebhookListener.StartAsync(options, clock, log: null, TestContext.Current.CancellationToken);
            using var client = new HttpClient { BaseAddress = listener.Uri };
            using HttpResponseMessage response = await SendAsync(client, "{}", headers);
            responses.Add(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            if (isRotated)
            {
                Assert.Equal(200, await PostAsync(client, large, others));
            }

            Assert.Equal(run == 0 ? 0 : isRotated ? 2 : 1, listener.Statistics.Duplicates);
        }

        Assert.Contains("accepted", responses[0], StringComparison.Ordinal);
        Assert.Equal(responses[0], responses[1]);
    }

    [Fact]
    public async Task A_damaged_older_file_prevents_neither_the_start_nor_the_recognition_of_newer_messages()
    {
        using var folder = new TemporaryFolder();
        var clock = new ManualTimeProvider(TestListener.Start);
        var log = new System.Collections.Concurrent.ConcurrentQueue<ListenerLogEntry>();
        ListenerOptions options = Options("StandardWebhooks") with { Journal = new JournalOptions { Path = folder.File("webhook.log") } };
        (string Name, string Value)[] headers = Sign(options, clock, "msg_1", "{}");
        for (int run = 0; run < 2; run++)
        {
            await using WebhookListener listener = await WebhookListener.StartAsync(options, clock, log.Enqueue, TestContext.Current.CancellationToken);
            using var client = new HttpClient { BaseAddress = listener.Uri };
            Assert.Equal(200, await PostAsync(client, "{}", headers));
            Assert.Equal(run, listener.Statistics.Duplicates);
            await File.WriteAllTextAsync(folder.File("webhook.00000001.20261121T100000Z-20261121T100030Z.log.gz"), "damaged", TestContext.Current.CancellationToken);
        }

        Assert.Single(log, entry => string.Equals(entry.EventId, "RepeatsNotRestored", StringComparison.Ordinal));
    }

    private static ListenerOptions Options(string scheme) => TestListener.Options with { Scheme = SignatureSchemes.GetVerifier(scheme), Secrets = [Secret] };

    private static Task<TestListener> StartAsync(string scheme = "StandardWebhooks", MemoryJournal? journal = null) => TestListener.StartAsync(_ => Options(scheme), journal);

    private static (string Name, string Value)[] Sign(TestListener listener, string id, string body) => Sign(listener.Listener.Options, listener.Clock, id, body);

    private static (string Name, string Value)[] Sign(ListenerOptions options, TimeProvider clock, string id, string body) =>
        [.. Signature(options, clock, id, body).Headers.Select(header => (header.Key, header.Value))];

    private static ReadOnlyMemory<byte> SignBody(TestListener listener, string body) => Signature(listener.Listener.Options, listener.Clock, "token", body).Body!.ReadAll();

    private static SignatureResult Signature(ListenerOptions options, TimeProvider clock, string id, string body)
    {
        SignatureScheme scheme = ReferenceEquals(options.Scheme, SignatureSchemes.Auto) ? SignatureSchemes.Get("StandardWebhooks") : options.Scheme!;
        return scheme.Sign(new SignatureRequest { Body = WebhookBody.FromText(body), Id = id }, options.Secrets, options.SignatureOptions, clock, SystemRandomSource.Instance);
    }

    private static Task<int> PostAsync(TestListener listener, string body, params (string Name, string Value)[] headers) => PostAsync(listener.Client, body, headers);

    private static async Task<int> PostAsync(HttpClient client, string body, params (string Name, string Value)[] headers)
    {
        using HttpResponseMessage response = await SendAsync(client, body, headers);
        return (int)response.StatusCode;
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, string body, (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/hook") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        foreach ((string name, string value) in headers)
        {
            request.Headers.Add(name, value);
        }

        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
