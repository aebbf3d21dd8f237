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
/// Records webhooks whose signature was rejected, and diagnoses them if configured. It works in the background, one webhook at a
/// time. Webhooks that exceed its limits are only counted.
/// </summary>
internal sealed class RejectionRecorder : IAsyncDisposable
{
    /// <summary>The maximum size in bytes of a recorded or diagnosed body. Longer bodies are truncated and not diagnosed.</summary>
    public const int MaximumBody = 256 * 1024;

    /// <summary>The maximum number of recorded webhooks per address and minute, so that one sender does not displace the others.</summary>
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

    /// <summary>Creates the recorder, or returns null if the listener verifies no signatures or neither records nor diagnoses rejections.</summary>
    public static RejectionRecorder? Create(ListenerOptions options, JournalHeaders headers, JournalAddress address, ListenerLog log, ThrottledLog throttledLog, TimeProvider timeProvider) =>
        options.Scheme is not null && (options.RejectedLog is not null || options.DiagnoseRejections)
            ? new RejectionRecorder(options, headers, address, log, throttledLog, timeProvider)
            : null;

    /// <summary>Opens the log and starts recording.</summary>
    /// <exception cref="WebhookException">Another process owns the log, or it cannot be written.</exception>
    public void Open()
    {
        _journal = _options.RejectedLog is { } rejected ? JournalWriter.Open(rejected.ToJournal(), _timeProvider, entry => _log.Write(entry.Level, entry.EventId, entry.Message)) : null;
        _recording = Task.Run(RecordAllAsync);
    }

    /// <summary>Queues a copy of a webhook if the limits allow it. Never waits.</summary>
    public void Add(SignatureFailure failure)
    {
        IncomingWebhook webhook = _address.WithMaskedPath(failure.Webhook);
        if (!_limits.Take(webhook.Remote).IsAllowed)
        {
            Interlocked.Increment(ref _omitted);
            return;
        }

        bool isComplete = webhook.Body.Length <= MaximumBody;
        byte[] body = (isComplete ? webhook.Body : webhook.Body[..MaximumBody]).ToArray();
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
            BodyLength = isComplete ? null : webhook.Body.Length,
        };
        SignedWebhook? signed = isComplete && _diagnosis is not null
            ? failure.Signed with { Request = failure.Signed.Request with { Body = WebhookBody.FromBytes(body) } }
            : null;
        if (!_rejected.Writer.TryWrite(new RejectedWebhook(entry, entry.Remote, signed)))
        {
            Interlocked.Increment(ref _omitted);
        }
    }

    /// <summary>Records the queued webhooks, and closes the log.</summary>
    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        if (_journal is not null)
        {
            await _journal.DisposeAsync();
        }
    }

    /// <summary>Closes the log after a failed start, and removes it if it is new and empty.</summary>
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
                _throttledLog.Write(ListenerLogLevel.Warning, "RefusalsNotKept", () => string.Create(CultureInfo.InvariantCulture, $"{omitted} rejected webhooks were not recorded, because too many were rejected in a short time."));
            }

            try
            {
                if (_journal is not null)
                {
                    await _journal.AppendAsync(rejected.Entry with { IsJson = IsJson(rejected.Entry) }, CancellationToken.None);
                }

                _diagnosis?.Diagnose(rejected);
            }
#pragma warning disable CA1031 // There is no caller to handle the error, and the next webhook must still be recorded.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                _throttledLog.Write(ListenerLogLevel.Warning, "RefusalNotKept", () => $"A rejected webhook could not be recorded: {exception.Message}");
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

/// <summary>A copy of a webhook whose signature was rejected.</summary>
/// <param name="Entry">The log entry. Its body may be truncated, and has not been checked for JSON.</param>
/// <param name="Remote">The client address, or null.</param>
/// <param name="Signed">The signed content with the complete body, or null if the webhook is not diagnosed.</param>
internal sealed record RejectedWebhook(JournalEntry Entry, string? Remote, SignedWebhook? Signed);
