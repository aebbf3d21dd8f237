using System.Collections.Concurrent;
using System.Text;
using WebhookTools.Listener.Http;
using WebhookTools.Listener.Journal;
using WebhookTools.Tests;

namespace WebhookTools.Listener.Tests.Support;

/// <summary>A real listener on a free loopback port, with a journal in memory, and a client for it.</summary>
internal sealed class TestListener : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 11, 21, 10, 0, 30, TimeSpan.Zero);

    private readonly ConcurrentQueue<ListenerLogEntry> _log;

    private TestListener(WebhookListener listener, MemoryJournal journal, ManualTimeProvider clock, ConcurrentQueue<ListenerLogEntry> log)
    {
        Listener = listener;
        Journal = journal;
        Clock = clock;
        _log = log;
        Client = new HttpClient { BaseAddress = listener.Uri };
    }

    public WebhookListener Listener { get; }

    public MemoryJournal Journal { get; }

    public ManualTimeProvider Clock { get; }

    public HttpClient Client { get; }

    public IReadOnlyList<ListenerLogEntry> Log => [.. _log];

    private static CancellationToken Canceled => TestContext.Current.CancellationToken;

    public static ListenerOptions Options { get; } = new()
    {
        Port = 0,
        Journal = new JournalOptions { Path = "in-memory.log" },
        RateLimitPerAddress = 0,
        RateLimitTotal = 0,
    };

    public static Task<TestListener> StartAsync(MemoryJournal journal) => StartAsync(options => options, journal);

    public static async Task<TestListener> StartAsync(Func<ListenerOptions, ListenerOptions>? change = null, MemoryJournal? journal = null)
    {
        journal ??= new MemoryJournal();
        var clock = new ManualTimeProvider(Start);
        var log = new ConcurrentQueue<ListenerLogEntry>();
        ListenerOptions options = change?.Invoke(Options) ?? Options;
        WebhookListener listener = await WebhookListener.StartAsync(options, clock, () => journal, log.Enqueue, Canceled);
        return new TestListener(listener, journal, clock, log);
    }

    public Task<HttpResponseMessage> PostAsync(string path, string body, params (string Name, string Value)[] headers) =>
        PostAsync(path, Encoding.UTF8.GetBytes(body), headers);

    public async Task<HttpResponseMessage> PostAsync(string path, byte[] body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        foreach ((string name, string value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                // A content header: a type other than JSON.
                request.Content.Headers.Remove(name);
                request.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return await Client.SendAsync(request, Canceled);
    }

    public Task<HttpResponseMessage> GetAsync(string path) => Client.GetAsync(path, Canceled);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        Journal.Hold?.TrySetResult();
        await Listener.DisposeAsync();
    }
}
