using System.Diagnostics.Metrics;

namespace WebhookTools.Listener.Protocols.Pelorus;

/// <summary>
/// Pelorus' own metrics, by its own names: how many webhooks came and were processed, and when each commit, deployment and failure was.
/// The same commit, and the same app or failure at the same time, counts once.
/// </summary>
internal sealed class PelorusMetrics
{
    private const int LongestFailureId = 256;

    private readonly Counter<long> _received;
    private readonly Counter<long> _processed;
    private readonly EventTimes _commits;
    private readonly EventTimes _deployments;
    private readonly EventTimes _failures;
    private readonly EventTimes _resolutions;

    public PelorusMetrics(Meter meter)
    {
        _received = meter.CreateCounter<long>("webhook_received", description: "Webhooks that came to Pelorus' endpoint.");
        _processed = meter.CreateCounter<long>("webhook_processed", description: "Webhooks that Pelorus' endpoint took, each event once.");
        _commits = new EventTimes(meter, "commit_timestamp", "When a commit was made, in seconds since 1970.");
        _deployments = new EventTimes(meter, "deploy_timestamp", "When an app was deployed, in seconds since 1970.");
        _failures = new EventTimes(meter, "failure_creation_timestamp", "When a failure began, in seconds since 1970.");
        _resolutions = new EventTimes(meter, "failure_resolution_timestamp", "When a failure was resolved, in seconds since 1970.");
    }

    public void Received() => _received.Add(1);

    /// <summary>An event was kept.</summary>
    public void Processed(PelorusEvent received)
    {
        // Everything else has its length checked; what is kept as a label must not be a stranger's to make as long as a body.
        if (received.FailureId?.Length > LongestFailureId)
        {
            received = received with { FailureId = received.FailureId[..LongestFailureId] };
        }

        bool isNew = received.Name switch
        {
            PelorusEvents.CommitTime => _commits.Add(received, key: received.App + "\n" + received.CommitHash),
            PelorusEvents.DeployTime => _deployments.Add(received, key: $"{received.App}\n{received.Timestamp}"),
            _ => TimesOf(received).Add(received, key: $"{received.App}\n{received.FailureId}\n{received.Timestamp}"),
        };
        if (isNew)
        {
            _processed.Add(1);
        }
    }

    private EventTimes TimesOf(PelorusEvent received) =>
        string.Equals(received.FailureEvent, PelorusEvents.Resolved, StringComparison.Ordinal) ? _resolutions : _failures;
}
