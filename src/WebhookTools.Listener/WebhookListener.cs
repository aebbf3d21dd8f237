using System.Security.Cryptography;
using WebhookTools.Core.Alerts;
using WebhookTools.Listener.Authentication;
using WebhookTools.Listener.Forwarding;
using WebhookTools.Listener.Hosting;
using WebhookTools.Listener.Http;
using WebhookTools.Listener.Intake;
using WebhookTools.Listener.Tls;

namespace WebhookTools.Listener;

/// <summary>A running listener. It owns its port and its journal until it is stopped.</summary>
public sealed class WebhookListener : IAsyncDisposable
{
    /// <summary>The name of the listeners' meter.</summary>
    public const string MeterName = "WebhookTools.Listener";

    private static readonly TimeSpan MinimumForwardingTime = TimeSpan.FromSeconds(1);

    private readonly ListenerComposition _parts;
    private readonly WebServer _server;
    private readonly CertificateSource? _certificates;
    private readonly TimeProvider _timeProvider;
    private readonly Lock _gate = new();
    private Task? _stopping;

    private WebhookListener(ListenerOptions options, ListenerComposition parts, WebServer server, CertificateSource? certificates, TimeProvider timeProvider)
    {
        Options = options;
        _parts = parts;
        _server = server;
        _certificates = certificates;
        _timeProvider = timeProvider;
        StartedAt = timeProvider.GetUtcNow();
    }

    /// <summary>The address, with the bound port.</summary>
    public Uri Uri => _server.Uri;

    /// <summary>The options that the listener was started with.</summary>
    public ListenerOptions Options { get; }

    /// <summary>When the listener was started.</summary>
    public DateTimeOffset StartedAt { get; }

    /// <summary>The SHA-256 thumbprint of the current certificate in hexadecimal digits, or null without TLS.</summary>
    public string? CertificateThumbprint => _certificates?.Current().TargetCertificate.GetCertHashString(HashAlgorithmName.SHA256);

    /// <summary>True until the listener is stopped.</summary>
    public bool IsRunning => Volatile.Read(ref _stopping) is null;

    /// <summary>The counters since the start.</summary>
    public ListenerStatistics Statistics => _parts.Counters.Snapshot();

    /// <summary>Starts a listener. It accepts requests when the task completes.</summary>
    /// <param name="log">Receives messages to the operator, on any thread; null to discard them.</param>
    /// <exception cref="WebhookTools.Core.WebhookException">The port or the journal is in use, the folder is not writable, or an option is invalid.</exception>
    public static Task<WebhookListener> StartAsync(ListenerOptions options, TimeProvider timeProvider, Action<ListenerLogEntry>? log, CancellationToken cancellationToken) =>
        StartAsync(options, timeProvider, () => FileJournal.Open(options.Journal, timeProvider, log), log, cancellationToken);

    /// <summary>Returns the alerts that are accepted from now on. A subscriber that falls behind misses the oldest ones and never delays a response.</summary>
    public IAsyncEnumerable<WebhookAlert> FollowAsync(CancellationToken cancellationToken) => FollowAsync(onMissed: null, cancellationToken);

    /// <summary>Returns the alerts that are accepted from now on. A subscriber that falls behind misses the oldest ones and never delays a response.</summary>
    /// <param name="onMissed">Called with the number of missed alerts, on the thread that asks for the next alert and before it gets it.</param>
    public IAsyncEnumerable<WebhookAlert> FollowAsync(Action<long>? onMissed, CancellationToken cancellationToken) =>
        _parts.Followers.Follow(onMissed, cancellationToken);

    /// <summary>Stops accepting requests, completes those in progress and closes the journal.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return _stopping ??= StopOnceAsync(cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await StopAsync(CancellationToken.None);

    /// <summary>Starts a listener with the caller's journal.</summary>
    internal static async Task<WebhookListener> StartAsync(
        ListenerOptions options,
        TimeProvider timeProvider,
        Func<IJournal> openJournal,
        Action<ListenerLogEntry>? log,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(timeProvider);
        options.Validate();
        SecretProbe.Check(options, timeProvider);
        WebhookForwarder.Check(options.ForwardTo, timeProvider);
        var operatorLog = new ListenerLog(log, options.CreateMask(), timeProvider);
        IJournal journal = openJournal();
        ListenerComposition? parts = null;
        try
        {
            parts = new ListenerComposition(options, timeProvider, journal, operatorLog);
            parts.Open();
            CertificateSource? certificates = options.Tls is { } tls ? CertificateSource.Open(tls, options.Address, timeProvider, parts.ThrottledLog) : null;
            await parts.RestoreAsync(cancellationToken);
            WebServer server = await WebServer.StartAsync(options, parts.Pipeline.InvokeAsync, parts.Limit, certificates, parts.ThrottledLog, cancellationToken);
            parts.Start();
            var listener = new WebhookListener(options, parts, server, certificates, timeProvider);
            operatorLog.Information("ListenerStarted", $"Listening on {server.Uri} with the journal {options.Journal.Path}.");
            if (listener.CertificateThumbprint is { } thumbprint)
            {
                operatorLog.Information("CertificateShown", $"The certificate's SHA-256 thumbprint is {thumbprint}.");
            }

            return listener;
        }
        catch
        {
            if (parts is not null)
            {
                await parts.RollbackAsync();
                await parts.DisposeAsync();
            }

            await journal.RollbackAsync();
            throw;
        }
    }

    private async Task StopOnceAsync(CancellationToken cancellationToken)
    {
        long start = _timeProvider.GetTimestamp();
        try
        {
            _parts.BeginStop();
            await _server.StopAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The caller canceled the wait: the requests in progress are aborted.
        }
        finally
        {
            await _server.DisposeAsync();
            await _parts.StopForwardingAsync(RemainingTime(start), cancellationToken);
            await _parts.DisposeAsync();
            await _parts.Journal.DisposeAsync();
        }

        _parts.Log.Information("ListenerStopped", $"Stopped listening on {Uri}.");
    }

    // One timeout covers the whole stop. If the requests used it up, forwarding still gets a moment.
    private TimeSpan RemainingTime(long start)
    {
        TimeSpan left = Options.StopTimeout - _timeProvider.GetElapsedTime(start);
        return left > MinimumForwardingTime ? left : MinimumForwardingTime;
    }
}
