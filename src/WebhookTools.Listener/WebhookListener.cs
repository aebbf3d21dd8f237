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
    /// <summary>The name of the meter whose instruments tell what a listener does.</summary>
    public const string MeterName = "WebhookTools.Listener";

    private static readonly TimeSpan LeastStopTime = TimeSpan.FromSeconds(1);

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

    /// <summary>Where it listens, with the port that was bound.</summary>
    public Uri Uri => _server.Uri;

    /// <summary>The options it was started with.</summary>
    public ListenerOptions Options { get; }

    /// <summary>When it was started.</summary>
    public DateTimeOffset StartedAt { get; }

    /// <summary>The SHA-256 thumbprint of the certificate that it shows now, in hexadecimal digits; null without TLS.</summary>
    public string? CertificateThumbprint => _certificates?.Current().TargetCertificate.GetCertHashString(HashAlgorithmName.SHA256);

    /// <summary>Whether it still listens.</summary>
    public bool IsRunning => Volatile.Read(ref _stopping) is null;

    /// <summary>What it counted since its start.</summary>
    public ListenerStatistics Statistics => _parts.Counters.Snapshot();

    /// <summary>Starts a listener: it answers when this returns.</summary>
    /// <param name="log">Told, on any thread, of what an operator should know; null: nobody.</param>
    /// <exception cref="WebhookTools.Core.WebhookException">The port or the journal is in use, the folder cannot be written, an option is not allowed.</exception>
    public static Task<WebhookListener> StartAsync(ListenerOptions options, TimeProvider timeProvider, Action<ListenerLogEntry>? log, CancellationToken cancellationToken) =>
        StartAsync(options, timeProvider, () => FileJournal.Open(options.Journal, timeProvider, log), log, cancellationToken);

    /// <summary>Follows the alerts that are accepted from now on. A follower that falls behind misses the oldest; it never slows a reply.</summary>
    public IAsyncEnumerable<WebhookAlert> FollowAsync(CancellationToken cancellationToken) => FollowAsync(onMissed: null, cancellationToken);

    /// <summary>Follows the alerts that are accepted from now on. A follower that falls behind misses the oldest and is told how many; it never slows a reply.</summary>
    /// <param name="onMissed">Told, by the thread that asks for the next alert and before it gets it, how many were missed.</param>
    public IAsyncEnumerable<WebhookAlert> FollowAsync(Action<long>? onMissed, CancellationToken cancellationToken) =>
        _parts.Followers.Follow(onMissed, cancellationToken);

    /// <summary>Takes no new requests, answers those in flight, closes the journal.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return _stopping ??= StopOnceAsync(cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await StopAsync(CancellationToken.None);

    /// <summary>Starts a listener with a journal of the caller's.</summary>
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
        var operatorLog = new ListenerLog(log, timeProvider);
        IJournal journal = openJournal();
        ListenerComposition? parts = null;
        try
        {
            parts = new ListenerComposition(options, timeProvider, journal, operatorLog);
            parts.Open();
            CertificateSource? certificates = options.Tls is { } tls ? CertificateSource.Open(tls, options.Address, timeProvider, parts.ThrottledLog) : null;
            WebServer server = await WebServer.StartAsync(options, parts.Pipeline.InvokeAsync, certificates, parts.ThrottledLog, cancellationToken);
            parts.Start();
            var listener = new WebhookListener(options, parts, server, certificates, timeProvider);
            operatorLog.Information("ListenerStarted", $"Listening on {server.Uri}, journal {options.Journal.Path}.");
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
        long began = _timeProvider.GetTimestamp();
        try
        {
            _parts.BeginStop();
            await _server.StopAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The caller's patience ended before the requests in flight did: they are ended too.
        }
        finally
        {
            await _server.DisposeAsync();
            await _parts.StopForwardingAsync(LeftOf(Options.StopTimeout, began), cancellationToken);
            await _parts.DisposeAsync();
            await _parts.Journal.DisposeAsync();
        }

        _parts.Log.Information("ListenerStopped", $"No longer listening on {Uri}.");
    }

    // One bound for all of a stop; requests that took it up leave a moment for what waits behind them.
    private TimeSpan LeftOf(TimeSpan bound, long began)
    {
        TimeSpan left = bound - _timeProvider.GetElapsedTime(began);
        return left > LeastStopTime ? left : LeastStopTime;
    }
}
