using System.Buffers;
using System.IO.Pipelines;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using WebhookTools.Listener.Feed;
using WebhookTools.Listener.Http;
using WebhookTools.Listener.Messages;

namespace WebhookTools.Listener.Page;

/// <summary>
/// <c>GET /live/events</c>: news as server-sent events (HTML Standard, section 9.2), until the page is closed or the listener stops.
/// The events <c>alert</c>, <c>rejected</c> and <c>statistics</c> contain JSON. <c>reset</c> tells the page to reload its content, because it missed events.
/// </summary>
internal sealed class LiveEventsEndpoint(LiveFeed feed, Func<ListenerStatistics> statistics, TimeProvider timeProvider) : IEndpoint
{
    /// <summary>The minimum time between two messages to a page, so that events are sent in batches.</summary>
    public static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    private static readonly JsonWriterOptions JsonOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly WebhookResponse TooMany = PageSecurity.Protect(StandardResponses.Unavailable("Too many live pages are open, or the listener is stopping."));

    public string Name => "live-events";

    public EndpointAccess Access => EndpointAccess.Reader;

    public bool IsRateLimited => false;

    public bool IsStream => true;

    public async ValueTask HandleAsync(RequestContext context)
    {
        if (LiveDataAccess.Reject(context))
        {
            return;
        }

        // Connected before the response starts, because the page loads earlier content when it sees the start of the response.
        using LiveClient? client = feed.TryConnect();
        if (client is null)
        {
            TooMany.WriteTo(context.Http.Response);
            return;
        }

        HttpResponse response = context.Http.Response;
        PageSecurity.Protect(response);
        response.ContentType = "text/event-stream; charset=utf-8";
        response.Headers.CacheControl = "no-store";

        // Disables response buffering in nginx and similar proxies.
        response.Headers["X-Accel-Buffering"] = "no";
        if (HttpMethods.IsHead(context.Http.Request.Method))
        {
            return;
        }

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.Http.RequestAborted, feed.Ended);
        try
        {
            await SendAsync(client, response.BodyWriter, ended.Token);
        }
        catch (OperationCanceledException) when (feed.Ended.IsCancellationRequested)
        {
            // The listener is stopping. The page will reconnect.
        }
    }

    private async Task SendAsync(LiveClient client, PipeWriter output, CancellationToken cancellationToken)
    {
        output.Write("retry: 2000\n\n"u8);
        ListenerStatistics? sent = null;
        do
        {
            if (client.TakeHeartbeat())
            {
                output.Write(":\n\n"u8);
            }

            WriteNews(client, output);
            ListenerStatistics now = statistics();
            if (now with { Requests = 0 } != sent)
            {
                sent = now with { Requests = 0 };
                WriteEvent(output, "event: statistics\ndata: "u8, LiveJson.WriteStatistics, now);
            }

            FlushResult flushed = await output.FlushAsync(cancellationToken);
            if (flushed.IsCompleted)
            {
                return;
            }

            await Task.Delay(Pace, timeProvider, cancellationToken);
        }
        while (await client.WaitAsync(cancellationToken));
    }

    private void WriteNews(LiveClient client, PipeWriter output)
    {
        LiveView news = feed.Since(client.Position);
        client.Position = news.Position;
        if (news.IsGap)
        {
            output.Write("event: reset\ndata:\n\n"u8);
            return;
        }

        foreach (LiveAlert alert in news.Alerts)
        {
            WriteEvent(output, "event: alert\ndata: "u8, LiveJson.WriteAlert, alert);
        }

        foreach (LiveRejection rejection in news.Rejections)
        {
            WriteEvent(output, "event: rejected\ndata: "u8, LiveJson.WriteRejection, rejection);
        }
    }

    // JSON escapes line breaks, so the data is always a single line.
    private static void WriteEvent<T>(PipeWriter output, ReadOnlySpan<byte> start, Action<Utf8JsonWriter, T> write, T value)
    {
        output.Write(start);
        using (var writer = new Utf8JsonWriter(output, JsonOptions))
        {
            write(writer, value);
        }

        output.Write("\n\n"u8);
    }
}
