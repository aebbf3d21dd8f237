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
/// <c>GET /live/events</c>: what happens, as server-sent events (HTML Standard, section 9.2), until the page or the listener goes away.
/// <c>alert</c>, <c>refused</c> and <c>statistics</c> carry JSON; <c>reset</c> says that something was missed and the page should begin anew.
/// </summary>
internal sealed class LiveEventsEndpoint(LiveFeed feed, Func<ListenerStatistics> statistics, TimeProvider timeProvider) : IEndpoint
{
    /// <summary>The least time between two messages to a page: a flood is told in portions, not one by one.</summary>
    public static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    private static readonly JsonWriterOptions JsonOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly WebhookResponse TooMany = PageSecurity.Protect(StandardResponses.Unavailable("Too many pages are open, or the listener is being stopped."));

    public string Name => "live-events";

    public EndpointAccess Access => EndpointAccess.Reader;

    public bool IsRateLimited => false;

    public bool IsStream => true;

    public async ValueTask HandleAsync(RequestContext context)
    {
        if (LiveDataAccess.Refuse(context))
        {
            return;
        }

        // From here on nothing is missed, though the page asks for what was before only when this reply has begun.
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

        // For proxies that would otherwise wait for more before they pass anything on.
        response.Headers["X-Accel-Buffering"] = "no";
        if (HttpMethods.IsHead(context.Http.Request.Method))
        {
            return;
        }

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.Http.RequestAborted, feed.Ended);
        try
        {
            await TellAsync(client, response.BodyWriter, ended.Token);
        }
        catch (OperationCanceledException) when (feed.Ended.IsCancellationRequested)
        {
            // The listener stops; the page will look for it again.
        }
    }

    private async Task TellAsync(LiveClient client, PipeWriter output, CancellationToken cancellationToken)
    {
        output.Write("retry: 2000\n\n"u8);
        ListenerStatistics? told = null;
        do
        {
            if (client.TakeHeartbeat())
            {
                output.Write(":\n\n"u8);
            }

            WriteNews(client, output);
            ListenerStatistics now = statistics();
            if (now with { Requests = 0 } != told)
            {
                told = now with { Requests = 0 };
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
        LiveView news = feed.Since(client.Told);
        client.Told = news.Position;
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
            WriteEvent(output, "event: refused\ndata: "u8, LiveJson.WriteRejection, rejection);
        }
    }

    /// <summary>JSON escapes every line break, so that it is always one line of the stream.</summary>
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
