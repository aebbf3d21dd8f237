using System.Globalization;
using System.Threading.Channels;
using WebhookTools.Core;
using WebhookTools.Core.Masking;
using WebhookTools.Core.Payloads;
using WebhookTools.Core.Sending;
using WebhookTools.Core.Signatures;
using WebhookTools.Listener.Intake;
using WebhookTools.Listener.Journal;
using WebhookTools.Listener.Metrics;

namespace WebhookTools.Listener.Forwarding;

/// <summary>A webhook in the queue, as it was received.</summary>
/// <param name="Id">The id of the journal entry.</param>
/// <param name="ContentType">The content type as the sender wrote it.</param>
/// <param name="Event">The event's name for the schemes that sign it, or null.</param>
/// <param name="Headers">The headers to forward.</param>
internal sealed record ForwardedWebhook(string Id, byte[] Body, string ContentType, string? Event, IReadOnlyList<KeyValuePair<string, string>> Headers)
{
    /// <summary>The approximate memory size in bytes.</summary>
    public required long Size { get; init; }

    public static long SizeOf(int bodyLength, string contentType, IReadOnlyList<KeyValuePair<string, string>> headers) =>
        bodyLength + (sizeof(char) * (contentType.Length + headers.Sum(header => (long)header.Key.Length + header.Value.Length)));
}

/// <summary>
/// Forwards accepted webhooks in the background. The queue is limited in number and bytes. Webhooks that do not fit, or could not be
/// delivered, are logged with their journal id; they never delay a response.
/// </summary>
internal sealed class WebhookForwarder : IAsyncDisposable
{
    /// <summary>The maximum number of queued webhooks.</summary>
    public const int MaximumQueued = 1024;

    /// <summary>The maximum size of all queued bodies and headers, in bytes.</summary>
    public const long MaximumBytes = 32L * 1024 * 1024;

    private const string DefaultContentType = "application/json";
    private const string UnknownContentType = "application/octet-stream";

    private readonly Channel<ForwardedWebhook> _queue = Channel.CreateBounded<ForwardedWebhook>(MaximumQueued);
    private readonly CancellationTokenSource _aborted = new();
    private readonly DroppedWebhooks _dropped = new();
    private readonly DeliveryOptions _delivery;
    private readonly ForwardedHeaders _headers;
    private readonly ListenerCounters _counters;
    private readonly ListenerLog _log;
    private readonly TimeProvider _timeProvider;
    private readonly WebhookSender _sender;
    private readonly ShownAddress _receiver;
    private readonly Task _sending;
    private long _bytes;

    public WebhookForwarder(ForwardOptions options, ListenerCounters counters, ListenerLog log, TimeProvider timeProvider)
    {
        _delivery = options.ToDeliveryOptions();
        _headers = new ForwardedHeaders(options, SystemRandomSource.Instance);
        _counters = counters;
        _log = log;
        _timeProvider = timeProvider;
        _sender = new WebhookSender(timeProvider, SystemRandomSource.Instance);
        _receiver = _delivery.GetShownAddress();
        _sending = Task.WhenAll(Enumerable.Range(0, options.Concurrency).Select(_ => Task.Run(SendAllAsync)));
    }

    /// <summary>Finds at the start, rather than at the first webhook, that webhooks cannot be signed.</summary>
    /// <exception cref="WebhookException">Webhooks cannot be signed.</exception>
    public static void Check(ForwardOptions? options, TimeProvider timeProvider)
    {
        if (options?.Signing is not { } signing)
        {
            return;
        }

        try
        {
            var request = new SignatureRequest { Body = WebhookBody.FromText("{}"), Id = "probe", Event = "probe", Uri = options.Uri, ContentType = DefaultContentType };
            signing.Scheme.Sign(request, signing.Secrets, signing.Options, timeProvider, SystemRandomSource.Instance);
        }
        catch (SignatureException exception)
        {
            throw ListenerErrors.ForwardingSetupInvalid(exception);
        }
    }

    /// <summary>Queues a webhook that is in the journal. Never waits. Copies the body.</summary>
    public void Enqueue(AcceptedWebhook webhook)
    {
        JournalEntry entry = webhook.Entry;
        string id = entry.Id;
        if (_headers.Of(webhook.Headers) is not { } forwarded)
        {
            _counters.Forwarded(ForwardOutcome.Dropped);
            _log.Error("ForwardingLoop", $"The webhook of journal id {id} was not forwarded, because this listener already forwarded it: the receiver sends it back, directly or through others. The journal contains it.");
            return;
        }

        string contentType = ContentTypeOf(webhook.Headers, entry.IsJson);
        long size = ForwardedWebhook.SizeOf(entry.Body.Length, contentType, forwarded);
        if (Interlocked.Add(ref _bytes, size) > MaximumBytes || !_queue.Writer.TryWrite(new ForwardedWebhook(id, entry.Body.ToArray(), contentType, EventOf(entry.Event), forwarded) { Size = size }))
        {
            Interlocked.Add(ref _bytes, -size);
            Drop(id);
        }
    }

    /// <summary>Accepts no more webhooks and waits until the queue is empty, at most for the given time. Logs those that remain.</summary>
    public async Task StopAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        _queue.Writer.TryComplete();
        try
        {
            await _sending.WaitAsync(timeout, _timeProvider, cancellationToken);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            await _aborted.CancelAsync();
            await _sending;
        }

        while (_queue.Reader.TryRead(out ForwardedWebhook? left))
        {
            Drop(left.Id);
        }

        LogDropped("the listener was stopped");
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(TimeSpan.Zero, CancellationToken.None);
        _aborted.Dispose();
        _sender.Dispose();
    }

    private static string ContentTypeOf(SignatureHeaders headers, bool isJson) =>
        headers.TryGet("Content-Type", out string given) && given.Length > 0 && ForwardedHeaders.IsWritable(given) ? given : isJson ? DefaultContentType : UnknownContentType;

    private static string? EventOf(string? name) => name is not null && ForwardedHeaders.IsWritable(name) ? name : null;

    private async Task SendAllAsync()
    {
        try
        {
            // Not ReadAllAsync, which would go on after the timeout: StopAsync logs what remains then.
            while (!_aborted.IsCancellationRequested && await _queue.Reader.WaitToReadAsync(_aborted.Token))
            {
                if (!_queue.Reader.TryRead(out ForwardedWebhook? webhook))
                {
                    continue;
                }

                Interlocked.Add(ref _bytes, -webhook.Size);
                await SendAsync(webhook);
                LogDropped("too many webhooks were waiting for the receiver");
            }
        }
        catch (OperationCanceledException)
        {
            // The timeout has elapsed: StopAsync logs what remains.
        }
    }

    private async Task SendAsync(ForwardedWebhook webhook)
    {
        DeliveryOptions delivery = _delivery with { Id = webhook.Id, Event = webhook.Event, ContentType = webhook.ContentType, Headers = webhook.Headers };
        string reason;
        try
        {
            DeliveryResult result = await _sender.SendAsync(WebhookBody.FromBytes(webhook.Body), delivery, new ForwardObserver(webhook.Id, _log), _aborted.Token);
            if (result.IsSuccess)
            {
                _counters.Forwarded(ForwardOutcome.Delivered);
                return;
            }

            reason = result.Error!.Message;
        }
        catch (OperationCanceledException)
        {
            reason = "the listener was stopped.";
        }
#pragma warning disable CA1031 // A webhook that cannot be forwarded, for whatever reason, must not end the forwarding of the others.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            reason = exception.Message;
        }

        _counters.Forwarded(ForwardOutcome.Failed);

        // Not throttled: the operator needs the id of each webhook, and the webhook itself takes more space on the disk than this line.
        _log.Error("WebhookNotForwarded", $"The webhook of journal id {webhook.Id} was not forwarded to {_receiver}: {reason} The journal contains it.");
    }

    private void Drop(string id)
    {
        _counters.Forwarded(ForwardOutcome.Dropped);
        _dropped.Add(id);
    }

    private void LogDropped(string reason)
    {
        if (_dropped.TryTake(out long count, out string first, out string last))
        {
            _log.Error("WebhooksNotForwarded", string.Create(CultureInfo.InvariantCulture, $"{count} webhooks from journal id {first} to {last} were not forwarded to {_receiver}: {reason}. The journal contains them."));
        }
    }
}
