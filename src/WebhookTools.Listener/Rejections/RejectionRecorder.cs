using System.Globalization;
using System.Net;
using System.Threading.Channels;
using WebhookTools.Core;
using WebhookTools.Core.Payloads;
using WebhookTools.Core.Signatures;
using WebhookTools.Listener.Authentication;
using WebhookTools.Listener.Intake;
using WebhookTools.Listener.Journal;
using WebhookTools.Listener.Journal.Writing;
using WebhookTools.Listener.Limits;
using WebhookTools.Listener.Messages;

namespace WebhookTools.Listener.Rejections;

/// <summary>
/// Keeps webhooks whose signature was refused, and looks for the cause where that is asked for. All of it is done behind the
/// requests, one at a time; whatever comes while there is no room for it is only counted.
/// </summary>
internal sealed class RejectionRecorder : IAsyncDisposable
{
    /// <summary>The most bytes of a body that are kept, and looked at again.</summary>
    public const int MaximumBody = 256 * 1024;

    /// <summary>How many refused webhooks of one address are kept in a minute, so that one sender leaves room for the others.</summary>
    public const int PerMinuteOfOneAddress = 20;

    private const int PerMinute = 60;
    private const int Waiting = 32;

    private readonly ListenerOptions _options;
    private readonly JournalHeaders _headers;
    private readonly JournalAddress _address;
    private readonly ListenerLog _log;
    private readonly ThrottledLog _throttledLog;
    private readonly TimeProvider _timeProvider;
    private readonly RequestRateLimits _limits;
    private readonly RejectionDiagnosis? _diagnosis;
    private readonly Channel<RejectedWebhook> _rejected = Channel.CreateBounded<RejectedWebhook>(new BoundedChannelOptions(Waiting) { SingleReader = true });
    private JournalWriter? _journal;
    private Task _recording = Task.CompletedTask;
    private long _omitted;

    private RejectionRecorder(ListenerOptions options, JournalHeaders headers, JournalAddress address, ListenerLog log, ThrottledLog throttledLog, TimeProvider timeProvider)
    {
        _options = options;
        _headers = headers;
        _address = address;
        _log = log;
        _throttledLog = throttledLog;
        _timeProvider = timeProvider;
        _limits = new RequestRateLimits(PerMinuteOfOneAddress, PerMinute, timeProvider);
        _diagnosis = options.DiagnoseRejections ? new RejectionDiagnosis(options, throttledLog, timeProvider) : null;
    }

    /// <summary>The recorder of a listener that has something to refuse and was asked to keep or to explain it; else null.</summary>
    public static RejectionRecorder? Create(ListenerOptions options, JournalHeaders headers, JournalAddress address, ListenerLog log, ThrottledLog throttledLog, TimeProvider timeProvider) =>
        options.Scheme is not null && (options.RejectedLog is not null || options.DiagnoseRejections)
            ? new RejectionRecorder(options, headers, address, log, throttledLog, timeProvider)
            : null;

    /// <summary>Opens the log, and begins.</summary>
    /// <exception cref="WebhookException">Another process owns it, or it cannot be written.</exception>
    public void Open()
    {
        _journal = _options.RejectedLog is { } rejected ? JournalWriter.Open(rejected.ToJournal(), _timeProvider, entry => _log.Write(entry.Level, entry.EventId, entry.Message)) : null;
        _recording = Task.Run(RecordAllAsync);
    }

    /// <summary>Queues a copy of a webhook, if there is room for it. Never waits.</summary>
    public void Add(SignatureFailure failure)
    {
        IncomingWebhook webhook = failure.Webhook;
        if (!_limits.Take(webhook.Remote).IsAllowed)
        {
            Interlocked.Increment(ref _omitted);
            return;
        }

        bool isWhole = webhook.Body.Length <= MaximumBody;
        byte[] body = (isWhole ? webhook.Body : webhook.Body[..MaximumBody]).ToArray();
        var entry = new JournalEntry
        {
            Id = webhook.Id,
            ReceivedAt = webhook.ReceivedAt,
            Protocol = failure.Protocol,
            Path = webhook.Path,
            Query = _address.QueryOf(webhook),
            BaseUri = _address.CertainBaseOf(webhook),
            Remote = webhook.Remote?.ToString(),
            Signature = RejectedLogOptions.Describe(failure.Verification.Verdict),
            Reason = failure.Verification.Reason,
            Headers = _headers.Of(webhook.Headers),
            Body = body,
            BodyLength = isWhole ? null : webhook.Body.Length,
        };
        SignedWebhook? signed = isWhole && _diagnosis is not null
            ? failure.Signed with { Request = failure.Signed.Request with { Body = WebhookBody.FromBytes(body) } }
            : null;
        if (!_rejected.Writer.TryWrite(new RejectedWebhook(entry, entry.Remote, signed)))
        {
            Interlocked.Increment(ref _omitted);
        }
    }

    /// <summary>Keeps what is waiting, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        if (_journal is not null)
        {
            await _journal.DisposeAsync();
        }
    }

    /// <summary>Ends after a start that failed: a log that holds nothing and was not there before is removed.</summary>
    public async ValueTask RollbackAsync()
    {
        await EndAsync();
        if (_journal is not null)
        {
            await _journal.RollbackAsync();
        }
    }

    private Task EndAsync()
    {
        _rejected.Writer.TryComplete();
        return _recording;
    }

    private async Task RecordAllAsync()
    {
        await foreach (RejectedWebhook rejected in _rejected.Reader.ReadAllAsync())
        {
            long omitted = Interlocked.Exchange(ref _omitted, 0);
            if (omitted > 0)
            {
                _throttledLog.Write(ListenerLogLevel.Warning, "RefusalsNotKept", () => string.Create(CultureInfo.InvariantCulture, $"{omitted} refused webhooks were too many in a short time, and were only counted."));
            }

            try
            {
                if (_journal is not null)
                {
                    await _journal.AppendAsync(rejected.Entry with { IsJson = IsJson(rejected.Entry) }, CancellationToken.None);
                }

                _diagnosis?.Tell(rejected);
            }
#pragma warning disable CA1031 // Nobody waits for it, and the next refused webhook must be kept all the same.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                _throttledLog.Write(ListenerLogLevel.Warning, "RefusalNotKept", () => $"A refused webhook could not be kept: {exception.Message}");
            }
        }
    }

    private static bool IsJson(JournalEntry entry)
    {
        if (entry.BodyLength is not null)
        {
            return false;
        }

        using System.Text.Json.JsonDocument? document = JsonBody.TryParse(entry.Body, out _);
        return document is not null;
    }
}
