using System.Globalization;
using System.Threading.Channels;
using WebhookTools.Core;
using WebhookTools.Core.Payloads;
using WebhookTools.Core.Sending;
using WebhookTools.Core.Signatures;
using WebhookTools.Listener.Intake;
using WebhookTools.Listener.Journal;
using WebhookTools.Listener.Metrics;

namespace WebhookTools.Listener.Forwarding;

/// <summary>
/// Sends accepted webhooks on, behind their reply. What waits is bounded in number and in bytes; what finds no room, or could not be
/// delivered, is told to the operator with its journal id, and never slows a reply.
/// </summary>
internal sealed class WebhookForwarder : IAsyncDisposable
{
    /// <summary>The most webhooks that wait.</summary>
    public const int MaximumWaiting = 1024;

    /// <summary>The most bytes of bodies that wait.</summary>
    public const long MaximumBytes = 64L * 1024 * 1024;

    private const string DefaultContentType = "application/json";
    private const string UnknownContentType = "application/octet-stream";

    private readonly Channel<ForwardedWebhook> _waiting = Channel.CreateBounded<ForwardedWebhook>(MaximumWaiting);
    private readonly CancellationTokenSource _ending = new();
    private readonly LostWebhooks _lost = new();
    private readonly DeliveryOptions _delivery;
    private readonly ForwardedHeaders _headers;
    private readonly ListenerCounters _counters;
    private readonly ListenerLog _log;
    private readonly TimeProvider _timeProvider;
    private readonly WebhookSender _sender;
    private readonly ReceiverName _receiver;
    private readonly Task _sending;
    private long _bytes;

    public WebhookForwarder(ForwardOptions options, ListenerCounters counters, ListenerLog log, TimeProvider timeProvider)
    {
        _delivery = options.ToDeliveryOptions();
        _headers = new ForwardedHeaders(options);
        _counters = counters;
        _log = log;
        _timeProvider = timeProvider;
        _sender = new WebhookSender(timeProvider, SystemRandomSource.Instance);
        _receiver = new ReceiverName(options.Uri);
        _sending = Task.WhenAll(Enumerable.Range(0, options.Concurrency).Select(_ => Task.Run(SendAllAsync)));
    }

    /// <summary>Finds at the start, not at the first webhook, that nothing can be signed.</summary>
    /// <exception cref="WebhookException">What is forwarded could not be signed.</exception>
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
            _log.Error("ForwardingLoop", $"The webhook of journal id {id} was not forwarded: {ForwardedHeaders.MaximumHops} listeners sent it on already, so that they seem to forward to each other. The journal holds it.");
            return;
        }

        if (Interlocked.Add(ref _bytes, entry.Body.Length) > MaximumBytes || !_waiting.Writer.TryWrite(new ForwardedWebhook(id, entry.Body.ToArray(), ContentTypeOf(webhook.Headers, entry.IsJson), EventOf(entry.Event), forwarded)))
        {
            Interlocked.Add(ref _bytes, -entry.Body.Length);
            Lose(id);
        }
    }

    /// <summary>Takes no more, and gives what waits some time; what is left then is told to the operator.</summary>
    public async Task StopAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        _waiting.Writer.TryComplete();
        try
        {
            await _sending.WaitAsync(patience, _timeProvider, cancellationToken);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            await _ending.CancelAsync();
            await _sending;
        }

        while (_waiting.Reader.TryRead(out ForwardedWebhook? left))
        {
            Lose(left.Id);
        }

        TellOfLost("the listener was stopped before");
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(TimeSpan.Zero, CancellationToken.None);
        _ending.Dispose();
        _sender.Dispose();
    }

    private static string ContentTypeOf(SignatureHeaders headers, bool isJson) =>
        headers.TryGet("Content-Type", out string given) && given.Length > 0 && ForwardedHeaders.IsWritable(given) ? given : isJson ? DefaultContentType : UnknownContentType;

    private static string? EventOf(string? name) => name is not null && ForwardedHeaders.IsWritable(name) ? name : null;

    private async Task SendAllAsync()
    {
        try
        {
            // Not ReadAllAsync, which goes on handing out what waits after the patience ended: that is left for StopAsync to tell of.
            while (!_ending.IsCancellationRequested && await _waiting.Reader.WaitToReadAsync(_ending.Token))
            {
                if (!_waiting.Reader.TryRead(out ForwardedWebhook? webhook))
                {
                    continue;
                }

                Interlocked.Add(ref _bytes, -webhook.Body.Length);
                await SendAsync(webhook);
                TellOfLost("too many waited for the receiver");
            }
        }
        catch (OperationCanceledException)
        {
            // The listener's patience ended: whoever ended it tells of those that are left.
        }
    }

    private async Task SendAsync(ForwardedWebhook webhook)
    {
        DeliveryOptions delivery = _delivery with { Id = webhook.Id, Event = webhook.Event, ContentType = webhook.ContentType, Headers = webhook.Headers };
        string reason;
        try
        {
            DeliveryResult result = await _sender.SendAsync(WebhookBody.FromBytes(webhook.Body), delivery, new ForwardObserver(webhook.Id, _receiver, _log), _ending.Token);
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
#pragma warning disable CA1031 // One webhook that cannot be forwarded, for whatever cause, must not end the forwarding of the others.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            reason = exception.Message;
        }

        _counters.Forwarded(ForwardOutcome.Failed);

        // Not throttled: each one is a webhook that somebody has to look after, and it is on disk, larger than this line.
        _log.Error("WebhookNotForwarded", $"The webhook of journal id {webhook.Id} was not forwarded to {_receiver}: {_receiver.Hide(reason)} The journal holds it.");
    }

    private void Lose(string id)
    {
        _counters.Forwarded(ForwardOutcome.Dropped);
        _lost.Add(id);
    }

    private void TellOfLost(string reason)
    {
        if (_lost.TryTake(out long count, out string first, out string last))
        {
            _log.Error("WebhooksNotForwarded", string.Create(CultureInfo.InvariantCulture, $"{count} webhooks from journal id {first} to {last} were not forwarded to {_receiver}: {reason}. The journal holds them."));
        }
    }
}
