using Microsoft.AspNetCore.Http;
using WebhookTools.Core;
using WebhookTools.Core.Alerts;
using WebhookTools.Listener.Authentication;
using WebhookTools.Listener.Deduplication;
using WebhookTools.Listener.Followers;
using WebhookTools.Listener.Forwarding;
using WebhookTools.Listener.Limits;
using WebhookTools.Listener.Metrics;
using WebhookTools.Listener.Page;
using WebhookTools.Listener.Page.Feed;
using WebhookTools.Listener.Protocols;
using WebhookTools.Listener.Refusals;
using WebhookTools.Listener.Reports;

namespace WebhookTools.Listener.Hosting;

/// <summary>Puts a listener's parts together: which endpoint has which path, and what each part is given. It holds no logic of theirs.</summary>
internal sealed class ListenerParts : IAsyncDisposable
{
    private const string OwnPages = "the listener's own pages";

    /// <summary>How far back reports are rebuilt from the journal.</summary>
    private static readonly TimeSpan ReportsKeptFor = TimeSpan.FromDays(7);

    /// <summary>How many alerts are read back for it at most.</summary>
    private const int MostRebuilt = 2 * ReportStore.MaximumReports;

    private readonly TaskCompletionSource _rebuilt = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _ending = new();
    private readonly TimeProvider _timeProvider;
    private readonly ListenerMetrics _metrics = new();
    private readonly MetricsCollector _collector;
    private readonly Deduplicator? _deduplicator;
    private readonly ReportStore _reports = new();
    private readonly WebhookForwarder? _forwarder;
    private readonly LiveFeed _live;
    private readonly RefusalRecorder? _recorder;
    private IAsyncDisposable? _export;
    private Task _rebuilding = Task.CompletedTask;

    public ListenerParts(ListenerOptions options, TimeProvider timeProvider, IJournal journal, ListenerLog log)
    {
        _timeProvider = timeProvider;
        _live = new LiveFeed(timeProvider);
        _collector = new MetricsCollector(_metrics.Meter);
        Counters = new ListenerCounters(_metrics);
        Followers = new FollowerHub(_metrics.Missed);
        _metrics.Observe(() => journal.IsHealthy, () => Counters.Waiting, () => Followers.Count, () => journal.Statistics);
        Journal = journal;
        Log = log;
        ThrottledLog = new ThrottledLog(log, timeProvider);
        _deduplicator = options.DeduplicationWindow > TimeSpan.Zero ? new Deduplicator(options.DeduplicationWindow, timeProvider) : null;
        _forwarder = options.ForwardTo is { } forward ? new WebhookForwarder(forward, Counters, log, timeProvider) : null;
        var refusals = new RefusalLog(Counters, _live, timeProvider, ThrottledLog);
        var sessions = new ReaderSessions(options, timeProvider, SystemRandomSource.Instance);
        var readers = new ReaderAuthorization(sessions, options, timeProvider);
        var signatures = new SignatureAuthenticator(options, timeProvider);
        var mask = new JournalMask(options);
        var journalHeaders = new JournalHeaders(options, mask);
        var journalAddress = new JournalAddress(options, mask);
        _recorder = RefusalRecorder.Create(options, signatures, journalHeaders, journalAddress, log, ThrottledLog, timeProvider);
        var services = new WebhookServices
        {
            Credentials = CredentialAuthenticator.ForSenders(options),
            Signatures = signatures,
            Intake = new WebhookIntake(journal, _deduplicator, _reports, Counters, ThrottledLog),
            Refusals = refusals,
            Recorder = _recorder,
            JournalHeaders = journalHeaders,
            JournalAddress = journalAddress,
            Followers = Followers,
            Forwarder = _forwarder,
            LiveFeed = _live,
            BodyMemory = new BodyMemory(options.MaximumBodySize),
            TimeProvider = timeProvider,
            BaseAddress = new BaseAddress(options),
        };
        Pipeline = new RequestPipeline(
            RoutesOf(options, services, readers, sessions),
            new ClientAddress(options.TrustedProxies),
            new RequestRateLimits(options.RateLimitPerAddress, options.RateLimitTotal, timeProvider),
            readers,
            refusals,
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

    /// <summary>Opens what a listener writes beside its journal.</summary>
    /// <exception cref="WebhookTools.Core.WebhookException">It cannot be written.</exception>
    public void Open() => _recorder?.Open();

    /// <summary>The start failed: what was written beside the journal leaves no file that was not there before.</summary>
    public ValueTask RollbackAsync() => _recorder?.RollbackAsync() ?? ValueTask.CompletedTask;

    /// <summary>The server answers: from now on reports are rebuilt, and metrics exported where that is asked for.</summary>
    public void Begin()
    {
        _rebuilding = Task.Run(RebuildAsync);
        _export = OtlpMetrics.StartIfAsked(_metrics.Meter, Log);
    }

    /// <summary>No request comes any more: gives what is still to be forwarded some time.</summary>
    public Task EndForwardingAsync(TimeSpan patience, CancellationToken cancellationToken) =>
        _forwarder?.StopAsync(patience, cancellationToken) ?? Task.CompletedTask;

    /// <summary>No new request is taken: lets go of the pages that follow, which would never end by themselves.</summary>
    public void BeginEnd() => _live.Complete();

    /// <summary>No request comes any more: ends what goes on behind them.</summary>
    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        if (_recorder is not null)
        {
            await _recorder.DisposeAsync();
        }

        await _rebuilding;
        _rebuilt.TrySetResult();
        _ending.Dispose();
        Followers.Complete();
        if (_forwarder is not null)
        {
            await _forwarder.DisposeAsync();
        }

        if (_export is not null)
        {
            await _export.DisposeAsync();
        }

        _live.Dispose();
        _collector.Dispose();
        _metrics.Dispose();
    }

    private RouteTable RoutesOf(ListenerOptions options, WebhookServices services, ReaderAuthorization readers, ReaderSessions sessions)
    {
        var routes = new RouteTable();
        foreach (WebhookProtocol protocol in ProtocolRegistry.Create(new ProtocolContext(options, _timeProvider, _metrics.Meter)))
        {
            var endpoint = new WebhookEndpoint(protocol, services);
            foreach (string path in PathsOf(protocol, options))
            {
                routes.Add(HttpMethods.Post, path, endpoint, protocol.Name);
            }
        }

        routes.Add(HttpMethods.Get, "/health", new HealthEndpoint(() => services.Intake.IsReady, () => Counters.Waiting), OwnPages);
        routes.Add(HttpMethods.Get, "/health/ready", new HealthEndpoint(() => services.Intake.IsReady, () => Counters.Waiting), OwnPages);
        routes.Add(HttpMethods.Get, "/health/live", new HealthEndpoint(() => true, () => Counters.Waiting), OwnPages);
        routes.Add(HttpMethods.Get, "/metrics", new MetricsEndpoint(_collector), OwnPages);
        routes.Add(HttpMethods.Get, "/reports", new ReportListEndpoint(_reports, _rebuilt.Task, services.BaseAddress), OwnPages);
        routes.Add(HttpMethods.Get, ReportAddress.Prefix + "*", new ReportEndpoint(_reports, _rebuilt.Task, _timeProvider), OwnPages);
        LivePages.Map(routes, _live, _reports, readers, sessions, Counters.Snapshot, _timeProvider);
        return routes;
    }

    private static IEnumerable<string> PathsOf(WebhookProtocol protocol, ListenerOptions options)
    {
        IReadOnlyList<string>? moved = options.Routes.FirstOrDefault(route => route.Key.Equals(protocol.Name, StringComparison.OrdinalIgnoreCase)).Value;
        IEnumerable<string> further = protocol is GenericProtocol ? options.Paths : [];
        return (moved ?? protocol.Paths).Concat(further);
    }

    /// <summary>Reads back what an earlier run kept, while requests are already answered: reports wait for it, webhooks do not.</summary>
    private async Task RebuildAsync()
    {
        var earlier = new EarlierAlerts();
        try
        {
            DateTimeOffset since = _timeProvider.GetUtcNow() - ReportsKeptFor;
            await foreach (WebhookAlert alert in Journal.ReadNewestAsync(since, MostRebuilt, _ending.Token))
            {
                _reports.Add(alert);
                _deduplicator?.Remember(alert);
                earlier.Add(alert);
            }
        }
        catch (OperationCanceledException)
        {
            // The listener is being stopped.
        }
#pragma warning disable CA1031 // Reports are made of what can be read; webhooks are taken whatever is wrong with the old ones.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Log.Warning("ReportsNotRebuilt", $"The reports of earlier alerts could not be read from the journal: {exception.Message}");
        }
        finally
        {
            _live.Restore(earlier.Alerts);
            _rebuilt.TrySetResult();
        }
    }
}
