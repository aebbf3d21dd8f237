using System.Diagnostics.Metrics;
using System.Globalization;
using WebhookTools.Listener.Journal;

namespace WebhookTools.Listener.Metrics;

/// <summary>
/// A listener's instruments. Whoever listens to the meter gets them; <c>/metrics</c> writes them as text. An instrument's name is
/// its metric's, without what the text format adds to it: <c>_total</c> to a counter, <c>_seconds</c> to seconds.
/// </summary>
internal sealed class ListenerMetrics : IDisposable
{
    private const string EndpointLabel = "endpoint";
    private const string StatusLabel = "status";
    private const string ProtocolLabel = "protocol";
    private const string ReasonLabel = "reason";
    private const string OutcomeLabel = "outcome";

    /// <summary>The upper bounds of the buckets of request durations, in seconds.</summary>
    public static readonly double[] DurationBounds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
    private static readonly string[] StatusTexts = [.. Enumerable.Range(0, 600).Select(status => status.ToString(CultureInfo.InvariantCulture))];

    private readonly Counter<long> _requests;
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _accepted;
    private readonly Counter<long> _duplicates;
    private readonly Counter<long> _rejected;
    private readonly Counter<long> _alerts;
    private readonly Counter<long> _missed;
    private readonly Counter<long> _forwarded;

    public ListenerMetrics()
    {
        Meter = new Meter(new MeterOptions(WebhookListener.MeterName));
        var advice = new InstrumentAdvice<double> { HistogramBucketBoundaries = DurationBounds };
        _requests = Meter.CreateCounter<long>("webhooktools_requests", description: "Requests that were answered.");
        _duration = Meter.CreateHistogram("webhooktools_request_duration", "s", "How long requests took to answer.", tags: null, advice);
        _accepted = Meter.CreateCounter<long>("webhooktools_webhooks_accepted", description: "Webhooks that were accepted and journaled.");
        _duplicates = Meter.CreateCounter<long>("webhooktools_webhooks_duplicate", description: "Webhooks that were acknowledged as repeats.");
        _rejected = Meter.CreateCounter<long>("webhooktools_requests_rejected", description: "Requests that were rejected, by cause.");
        _alerts = Meter.CreateCounter<long>("webhooktools_alerts", description: "Alerts in the accepted webhooks.");
        _missed = Meter.CreateCounter<long>("webhooktools_follower_alerts_missed", description: "Alerts that a follower was too slow for.");
        _forwarded = Meter.CreateCounter<long>("webhooktools_webhooks_forwarded", description: "Webhooks that were to be forwarded, by outcome: delivered, failed, or dropped because too many waited.");
    }

    public Meter Meter { get; }

    /// <param name="endpoint">The endpoint's name: a protocol's, or a page's.</param>
    /// <param name="elapsed">How long it took, or null for a stream, which lasts.</param>
    public void Responded(string endpoint, int status, TimeSpan? elapsed)
    {
        _requests.Add(1, new(EndpointLabel, endpoint), new(StatusLabel, StatusTexts[status]));
        if (elapsed is not { TotalSeconds: double seconds })
        {
            return;
        }

        _duration.Record(seconds, new KeyValuePair<string, object?>(EndpointLabel, endpoint));
    }

    public void Accepted(string protocol, int alerts)
    {
        var label = new KeyValuePair<string, object?>(ProtocolLabel, protocol);
        _accepted.Add(1, label);
        _alerts.Add(alerts, label);
    }

    public void Duplicate(string protocol) => _duplicates.Add(1, new KeyValuePair<string, object?>(ProtocolLabel, protocol));

    /// <param name="cause">One of the constants of <see cref="RejectionCause"/>.</param>
    public void Rejected(string cause) => _rejected.Add(1, new KeyValuePair<string, object?>(ReasonLabel, cause));

    /// <param name="outcome">One of <see cref="ForwardOutcome"/>.</param>
    public void Forwarded(string outcome) => _forwarded.Add(1, new KeyValuePair<string, object?>(OutcomeLabel, outcome));

    public void Missed(long alerts) => _missed.Add(alerts);

    /// <summary>What is not counted but looked at when somebody asks.</summary>
    public void Observe(Func<bool> isHealthy, Func<int> waiting, Func<int> followers, Func<JournalStatistics?> journal)
    {
        Meter.CreateObservableGauge("webhooktools_journal_healthy", () => isHealthy() ? 1 : 0, description: "Whether webhooks can be kept now.");
        Meter.CreateObservableGauge("webhooktools_queue_size", waiting, description: "Webhooks that wait for the journal.");
        Meter.CreateObservableGauge("webhooktools_followers", followers, description: "Who follows the alerts now.");
        ObserveJournal("webhooktools_journal_entries", "Webhooks that were written to the journal.", statistics => statistics.Entries);
        ObserveJournal("webhooktools_journal_written_bytes", "Bytes that were written to the journal.", statistics => statistics.Bytes);
        ObserveJournal("webhooktools_journal_batches", "Writes to the journal, each with one flush.", statistics => statistics.Batches);
        ObserveJournal("webhooktools_journal_rotations", "Files of the journal that were completed.", statistics => statistics.Rotations);
        ObserveJournal("webhooktools_journal_failed_entries", "Webhooks that could not be written to the journal.", statistics => statistics.FailedEntries);

        void ObserveJournal(string name, string description, Func<JournalStatistics, long> value) => Meter.CreateObservableCounter(
            name,
            () => journal() is { } statistics ? [new Measurement<long>(value(statistics))] : Array.Empty<Measurement<long>>(),
            description: description);
    }

    public void Dispose() => Meter.Dispose();
}
