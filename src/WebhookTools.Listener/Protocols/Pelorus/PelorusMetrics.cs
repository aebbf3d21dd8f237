using System.Diagnostics.Metrics;

namespace WebhookTools.Listener.Protocols.Pelorus;

/// <summary>
/// Pelorus' metrics, with its names: how many webhooks were received and processed, and the time of each commit, deployment and
/// failure. The same commit, and the same app or failure at the same time, counts once.
/// </summary>
internal sealed class PelorusMetrics
{
    private const int MaximumFailureId = 256;

    private readonly Counter<long> _received;
    private readonly Counter<long> _processed;
    private readonly EventTimes _commits;
    private readonly EventTimes _deployments;
    private readonly EventTimes _failures;
    private readonly EventTimes _resolutions;

    public PelorusMetrics(Meter meter)
    {
        _received = meter.CreateCounter<long>("webhook_received", description: "Webhooks received by Pelorus' endpoint.");
        _processed = meter.CreateCounter<long>("webhook_processed", description: "Webhooks accepted by Pelorus' endpoint, each event once.");
        _commits = new EventTimes(meter, "commit_timestamp", "Time of a commit, in seconds since 1970.");
        _deployments = new EventTimes(meter, "deploy_timestamp", "Time of a deployment, in seconds since 1970.");
        _failures = new EventTimes(meter, "failure_creation_timestamp", "Time at which a failure began, in seconds since 1970.");
        _resolutions = new EventTimes(meter, "failure_resolution_timestamp", "Time at which a failure was resolved, in seconds since 1970.");
    }

    public void Received() => _received.Add(1);

    /// <summary>Counts an event that is stored.</summary>
    public void Processed(PelorusEvent received)
    {
        // The other members have a maximum length. As a label, this one must not be as long as a body either.
        if (received.FailureId?.Length > MaximumFailureId)
        {
            received = received with { FailureId = received.FailureId[..MaximumFailureId] };
        }

        bool isNew = received.Name switch
        {
            PelorusEvents.CommitTime => _commits.Add(received, (received.App, received.CommitHash)),
            PelorusEvents.DeployTime => _deployments.Add(received, (received.App, received.Timestamp)),
            _ => TimesOf(received).Add(received, (received.App, received.FailureId, received.Timestamp)),
        };
        if (isNew)
        {
            _processed.Add(1);
        }
    }

    private EventTimes TimesOf(PelorusEvent received) =>
        string.Equals(received.FailureEvent, PelorusEvents.Resolved, StringComparison.Ordinal) ? _resolutions : _failures;
}

/// <summary>The times of the events of one kind: a gauge with a series for each event. Beyond a number and a size, the oldest are removed.</summary>
internal sealed class EventTimes
{
    public const int MaximumEvents = 10_000;

    /// <summary>The approximate maximum memory size of the events in bytes. Reading the metrics takes as much again.</summary>
    public const long MaximumSize = 4L * 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly HashSet<object> _known = [];
    private readonly Queue<(object Key, PelorusEvent Received)> _events = new();
    private long _size;

    public EventTimes(Meter meter, string name, string description) =>
        meter.CreateObservableGauge(name, Observe, description: description);

    /// <param name="key">Identifies the event by value. It shares the event's text.</param>
    /// <returns>True if the event is new.</returns>
    public bool Add(PelorusEvent received, object key)
    {
        lock (_gate)
        {
            if (!_known.Add(key))
            {
                return false;
            }

            _events.Enqueue((key, received));
            _size += received.Size;
            while (_events.Count > MaximumEvents || _size > MaximumSize)
            {
                (object oldestKey, PelorusEvent oldest) = _events.Dequeue();
                _known.Remove(oldestKey);
                _size -= oldest.Size;
            }

            return true;
        }
    }

    private Measurement<long>[] Observe()
    {
        lock (_gate)
        {
            return [.. _events.Select(item => new Measurement<long>(item.Received.Timestamp, item.Received.Labels))];
        }
    }
}
