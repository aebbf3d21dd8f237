using System.Globalization;
using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;
using WebhookTools.Core;
using WebhookTools.Core.Signatures;
using WebhookTools.Listener.Authentication;
using WebhookTools.Listener.Hosting;
using WebhookTools.Listener.Journal;
using WebhookTools.Listener.Journal.Writing;
using WebhookTools.Listener.Limits;
using WebhookTools.Listener.Protocols;

namespace WebhookTools.Listener.Refusals;

/// <summary>
/// Keeps webhooks whose signature was refused, and looks for the cause where that is asked for. All of it is done behind the
/// requests, one at a time; whatever comes while there is no room for it is only counted.
/// </summary>
internal sealed class RefusalRecorder : IAsyncDisposable
{
    /// <summary>The most bytes of a body that are kept, and looked at again.</summary>
    public const int MaximumBody = 256 * 1024;

    /// <summary>How many refused webhooks of one address are kept in a minute, so that one sender leaves room for the others.</summary>
    public const int PerMinuteOfOneAddress = 20;

    private const int PerMinute = 60;
    private const int Waiting = 32;

    private readonly ListenerOptions _options;
    private readonly SignatureAuthenticator _signatures;
    private readonly JournalHeaders _headers;
    private readonly JournalAddress _address;
    private readonly ListenerLog _log;
    private readonly ThrottledLog _throttledLog;
    private readonly TimeProvider _timeProvider;
    private readonly RequestRateLimits _limits;
    private readonly RefusalDiagnosis? _diagnosis;
    private readonly Channel<RefusedWebhook> _refused = Channel.CreateBounded<RefusedWebhook>(new BoundedChannelOptions(Waiting) { SingleReader = true });
    private JournalWriter? _journal;
    private Task _recording = Task.CompletedTask;
    private long _omitted;

    private RefusalRecorder(ListenerOptions options, SignatureAuthenticator signatures, JournalHeaders headers, JournalAddress address, ListenerLog log, ThrottledLog throttledLog, TimeProvider timeProvider)
    {
        _options = options;
        _signatures = signatures;
        _headers = headers;
        _address = address;
        _log = log;
        _throttledLog = throttledLog;
        _timeProvider = timeProvider;
        _limits = new RequestRateLimits(PerMinuteOfOneAddress, PerMinute, timeProvider);
        _diagnosis = options.DiagnoseRefusals ? new RefusalDiagnosis(options, throttledLog, timeProvider) : null;
    }

    /// <summary>The recorder of a listener that has something to refuse and was asked to keep or to explain it; else null.</summary>
    public static RefusalRecorder? Create(ListenerOptions options, SignatureAuthenticator signatures, JournalHeaders headers, JournalAddress address, ListenerLog log, ThrottledLog throttledLog, TimeProvider timeProvider) =>
        options.Scheme is not null && (options.RejectedLog is not null || options.DiagnoseRefusals)
            ? new RefusalRecorder(options, signatures, headers, address, log, throttledLog, timeProvider)
            : null;

    /// <summary>Opens the log, and begins.</summary>
    /// <exception cref="WebhookException">Another process owns it, or it cannot be written.</exception>
    public void Open()
    {
        _journal = _options.RejectedLog is { } rejected ? JournalWriter.Open(rejected.ToJournal(), _timeProvider, entry => _log.Write(entry.Level, entry.EventId, entry.Message)) : null;
        _recording = Task.Run(RecordAllAsync);
    }

    /// <summary>Takes a copy of a refused webhook, if there is room for it. Returns at once.</summary>
    public void Add(HttpRequest http, IPAddress? remote, WebhookRequest request, WebhookProtocol protocol, SignatureVerification verification)
    {
        if (!_limits.Take(remote).IsAllowed)
        {
            Interlocked.Increment(ref _omitted);
            return;
        }

        bool isWhole = request.Body.Length <= MaximumBody;
        byte[] body = (isWhole ? request.Body : request.Body[..MaximumBody]).ToArray();
        var entry = new JournalEntry
        {
            Id = request.Id,
            ReceivedAt = request.ReceivedAt,
            Protocol = protocol.Name,
            Path = request.Path,
            Query = _address.QueryOf(http),
            BaseUri = _address.BaseOf(http),
            Remote = remote?.ToString(),
            Signature = RejectedLogOptions.Describe(verification.Verdict),
            Reason = verification.Reason,
            Headers = _headers.Of(request.Headers),
            Body = body,
            BodyLength = isWhole ? null : request.Body.Length,
        };
        var refused = new RefusedWebhook(entry, entry.Remote, isWhole && _diagnosis is not null ? _signatures.Read(http, body, protocol.SchemeFor) : null);
        if (!_refused.Writer.TryWrite(refused))
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
        _refused.Writer.TryComplete();
        return _recording;
    }

    private async Task RecordAllAsync()
    {
        await foreach (RefusedWebhook refused in _refused.Reader.ReadAllAsync())
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
                    await _journal.AppendAsync(refused.Entry with { IsJson = IsJson(refused.Entry) }, CancellationToken.None);
                }

                _diagnosis?.Tell(refused);
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
