using System.Globalization;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using WebhookTools.Core;
using WebhookTools.Core.Alerts;
using WebhookTools.Core.Masking;
using WebhookTools.Listener.Authentication;
using WebhookTools.Listener.Deduplication;
using WebhookTools.Listener.Feed;
using WebhookTools.Listener.Followers;
using WebhookTools.Listener.Forwarding;
using WebhookTools.Listener.Http;
using WebhookTools.Listener.Http.Readers;
using WebhookTools.Listener.Intake;
using WebhookTools.Listener.Limits;
using WebhookTools.Listener.Messages;
using WebhookTools.Listener.Metrics;
using WebhookTools.Listener.Page;
using WebhookTools.Listener.Protocols;
using WebhookTools.Listener.Rejections;
using WebhookTools.Listener.Reports;

namespace WebhookTools.Listener.Hosting;

/// <summary>Composes a listener: creates its parts, connects them, maps the endpoints to paths, and starts and stops the background work.</summary>
internal sealed class ListenerComposition : IAsyncDisposable
{
    private const string OwnPages = "the listener's own pages";

    /// <summary>The age of the oldest alerts from which reports are rebuilt.</summary>
    private static readonly TimeSpan RebuildPeriod = TimeSpan.FromDays(7);

    /// <summary>The number of alerts that are read at most to rebuild the reports.</summary>
    private const int MaximumRebuiltAlerts = 2 * ReportStore.MaximumReports;

    private readonly TaskCompletionSource _rebuilt = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stopping = new();
    private readonly TimeProvider _timeProvider;
    private readonly ListenerMetrics _metrics = new();
    private readonly MetricsCollector _collector;
    private readonly Deduplicator _deduplicator;
    private readonly ReportStore _reports = new();
    private readonly Func<ConnectionLimits> _createConnectionLimits;
    private readonly WebhookForwarder? _forwarder;
    private readonly LiveFeed _feed;
    private readonly RejectionRecorder? _recorder;
    private IAsyncDisposable? _export;
    private Task _rebuilding = Task.CompletedTask;

    public ListenerComposition(ListenerOptions options, TimeProvider timeProvider, IJournal journal, ListenerLog log)
    {
        _timeProvider = timeProvider;
        _feed = new LiveFeed(timeProvider);
        _collector = new MetricsCollector(_metrics.Meter);
        Counters = new ListenerCounters(_metrics);
        Followers = new FollowerHub(_metrics.Missed);
        _metrics.Observe(() => journal.IsHealthy, () => Counters.Waiting, () => Followers.Count, () => journal.Statistics);
        Journal = journal;
        Log = log;
        ThrottledLog = new ThrottledLog(log, timeProvider);
        _deduplicator = new Deduplicator(options, timeProvider);
        _forwarder = options.ForwardTo is { } forward ? new WebhookForwarder(forward, Counters, log, timeProvider) : null;

        SecretMask mask = options.CreateMask();
        var journalHeaders = new JournalHeaders(options, mask);
        var journalAddress = new JournalAddress(options, mask);
        _recorder = RejectionRecorder.Create(options, journalHeaders, journalAddress, log, ThrottledLog, timeProvider);
        var rejections = new RejectionLog(mask, Counters, _feed, _recorder, timeProvider, ThrottledLog);
        var limits = new RateLimitPolicy(options, timeProvider);
        var intake = new WebhookIntake(
            journal,
            _deduplicator,
            CredentialAuthenticator.ForSenders(options),
            new SignatureAuthenticator(options, timeProvider),
            journalHeaders,
            journalAddress,
            limits,
            Counters,
            ThrottledLog,
            timeProvider);
        var publisher = new WebhookPublisher(_reports, _feed, _forwarder, Followers);

        var baseAddress = new BaseAddress(options);
        var bodyMemory = new BodyMemory(options.MaximumBodySize);
        var sessions = new ReaderSessions(options, timeProvider, SystemRandomSource.Instance);
        var clients = new ClientAddress(options.TrustedProxies);
        _createConnectionLimits = () => new ConnectionLimits(MaximumConnections(options), options.MaximumConnectionsPerAddress, clients);
        var hosts = new HostNames(options);
        var readers = new ReaderAuthorization(sessions, hosts, options, timeProvider);
        var routes = new RouteTable();
        foreach (WebhookProtocol protocol in ProtocolRegistry.Create(new ProtocolContext(options, timeProvider, _metrics.Meter)))
        {
            var endpoint = new WebhookEndpoint(protocol, intake, publisher, rejections, bodyMemory, baseAddress);
            foreach (string path in protocol.GetPaths(options))
            {
                routes.Add(HttpMethods.Post, path, endpoint, protocol.Name);
            }
        }

        routes.Add(HttpMethods.Get, "/health", new HealthEndpoint(() => intake.IsReady, () => Counters.Waiting), OwnPages);
        routes.Add(HttpMethods.Get, "/health/ready", new HealthEndpoint(() => intake.IsReady, () => Counters.Waiting), OwnPages);
        routes.Add(HttpMethods.Get, "/health/live", new HealthEndpoint(() => true, () => Counters.Waiting), OwnPages);
        routes.Add(HttpMethods.Get, "/metrics", new MetricsEndpoint(_collector), OwnPages);
        routes.Add(HttpMethods.Get, "/reports", new ReportListEndpoint(_reports, _rebuilt.Task, baseAddress), OwnPages);
        routes.Add(HttpMethods.Get, ReportAddress.Prefix + "*", new ReportEndpoint(_reports, _rebuilt.Task, timeProvider), OwnPages);
        LivePages.Map(routes, _feed, _reports, readers, sessions, Counters.Snapshot, timeProvider);
        Pipeline = new RequestPipeline(
            routes,
            clients,
            limits,
            hosts,
            readers,
            rejections,
            Counters,
            options,
            timeProvider,
            ThrottledLog);
    }

    public ListenerCounters Counters { get; }

    public FollowerHub Followers { get; }

    public IJournal Journal { get; }

    public ListenerLog Log { get; }

    public ThrottledLog ThrottledLog { get; }

    public RequestPipeline Pipeline { get; }

    /// <summary>Makes a transport accept no more connections than the limits allow.</summary>
    public IConnectionListenerFactory Limit(IConnectionListenerFactory transport) => new LimitedTransport(transport, _createConnectionLimits, Counters, ThrottledLog);

    /// <summary>Opens the files other than the journal.</summary>
    /// <exception cref="WebhookException">A file cannot be written.</exception>
    public void Open() => _recorder?.Open();

    /// <summary>Closes the files other than the journal after a failed start, and removes those that it created.</summary>
    public ValueTask RollbackAsync() => _recorder?.RollbackAsync() ?? ValueTask.CompletedTask;

    /// <summary>Restores from the journal by what repeats are recognized. Completes before the server accepts requests, so that none is stored twice.</summary>
    public async Task RestoreAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _deduplicator.RestoreAsync(Journal.ReadMarksAsync(_timeProvider.GetUtcNow() - _deduplicator.Window, cancellationToken), cancellationToken);
        }
#pragma warning disable CA1031 // New webhooks are accepted whatever is wrong with old ones.
        catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
        {
            Log.Warning("RepeatsNotRestored", $"Webhooks that repeat those before the start may be stored again, because the journal could not be read: {exception.Message}");
        }
    }

    /// <summary>Starts the background work, once the server accepts requests.</summary>
    public void Start()
    {
        _rebuilding = Task.Run(RebuildAsync);
        _export = OtlpMetrics.StartIfConfigured(_metrics.Meter, Log);
    }

    /// <summary>Ends the event streams of the live page, which would otherwise keep the server from stopping.</summary>
    public void BeginStop() => _feed.Complete();

    /// <summary>Waits until all queued webhooks are forwarded, at most for the given time. Call it after the last request.</summary>
    public Task StopForwardingAsync(TimeSpan timeout, CancellationToken cancellationToken) =>
        _forwarder?.StopAsync(timeout, cancellationToken) ?? Task.CompletedTask;

    /// <summary>Ends the background work. Called after the last request.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        if (_recorder is not null)
        {
            await _recorder.DisposeAsync();
        }

        await _rebuilding;
        _rebuilt.TrySetResult();
        _stopping.Dispose();
        Followers.Complete();
        if (_forwarder is not null)
        {
            await _forwarder.DisposeAsync();
        }

        if (_export is not null)
        {
            await _export.DisposeAsync();
        }

        _feed.Dispose();
        _collector.Dispose();
        _metrics.Dispose();
    }

    private int MaximumConnections(ListenerOptions options)
    {
        if (OpenFileLimit.MaximumConnections(options, out long files) is not { } possible || possible >= options.MaximumConnections)
        {
            return options.MaximumConnections;
        }

        Log.Warning("ConnectionsReduced", string.Create(CultureInfo.InvariantCulture, $"At most {possible} connections are accepted instead of {options.MaximumConnections}, because the process may open only {files} files (ulimit -n). Raise that limit to accept more."));
        return possible;
    }

    /// <summary>Restores alerts of earlier runs from the journal. Requests for reports wait for it; webhooks do not.</summary>
    private async Task RebuildAsync()
    {
        var earlier = new RestoredAlerts();
        try
        {
            DateTimeOffset since = _timeProvider.GetUtcNow() - RebuildPeriod;
            await foreach (WebhookAlert alert in Journal.ReadNewestAsync(since, MaximumRebuiltAlerts, _stopping.Token))
            {
                _reports.Add(alert);
                earlier.Add(alert);
            }
        }
        catch (OperationCanceledException)
        {
            // The listener is stopping.
        }
#pragma warning disable CA1031 // Reports contain what can be read. New webhooks are accepted whatever is wrong with old ones.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Log.Warning("ReportsNotRebuilt", $"The reports of earlier alerts could not be read from the journal: {exception.Message}");
        }
        finally
        {
            _feed.Restore(earlier.Alerts);
            _rebuilt.TrySetResult();
        }
    }
}
