using System.Diagnostics.Metrics;
using System.Globalization;
using WebhookTools.Listener.Journal;

namespace WebhookTools.Listener.Metrics;

/// <summary>
/// The instruments of a listener. Any meter listener can read them, and <c>/metrics</c> renders them as text. The text format
/// appends <c>_total</c> to the names of counters and <c>_seconds</c> to those of instruments in seconds.
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
        _requests = Meter.CreateCounter<long>("webhooktools_requests", description: "Number of requests.");
        _duration = Meter.CreateHistogram("webhooktools_request_duration", "s", "Duration of requests in seconds.", tags: null, advice);
        _accepted = Meter.CreateCounter<long>("webhooktools_webhooks_accepted", description: "Number of webhooks that were accepted and written to the journal.");
        _duplicates = Meter.CreateCounter<long>("webhooktools_webhooks_duplicate", description: "Number of webhooks that were acknowledged as duplicates.");
        _rejected = Meter.CreateCounter<long>("webhooktools_requests_rejected", description: "Number of rejected requests and connections by cause.");
        _alerts = Meter.CreateCounter<long>("webhooktools_alerts", description: "Number of alerts in accepted webhooks.");
        _missed = Meter.CreateCounter<long>("webhooktools_follower_alerts_missed", description: "Number of alerts that were dropped because a follower was too slow.");
        _forwarded = Meter.CreateCounter<long>("webhooktools_webhooks_forwarded", description: "Number of webhooks to forward by outcome: delivered, failed, or dropped because the queue was full.");
    }

    public Meter Meter { get; }

    /// <param name="endpoint">The name of the endpoint.</param>
    /// <param name="elapsed">The duration of the request, or null for a stream.</param>
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

    /// <param name="outcome">One of the constants of <see cref="ForwardOutcome"/>.</param>
    public void Forwarded(string outcome) => _forwarded.Add(1, new KeyValuePair<string, object?>(OutcomeLabel, outcome));

    public void Missed(long alerts) => _missed.Add(alerts);

    /// <summary>Creates the instruments whose values are read on demand.</summary>
    public void Observe(Func<bool> isHealthy, Func<int> waiting, Func<int> followers, Func<JournalStatistics?> journal)
    {
        Meter.CreateObservableGauge("webhooktools_journal_healthy", () => isHealthy() ? 1 : 0, description: "1 if the journal is writable, otherwise 0.");
        Meter.CreateObservableGauge("webhooktools_queue_size", waiting, description: "Number of webhooks that are waiting for the journal.");
        Meter.CreateObservableGauge("webhooktools_followers", followers, description: "Number of active followers.");
        ObserveJournal("webhooktools_journal_entries", "Number of webhooks written to the journal.", statistics => statistics.Entries);
        ObserveJournal("webhooktools_journal_written_bytes", "Number of bytes written to the journal.", statistics => statistics.Bytes);
        ObserveJournal("webhooktools_journal_batches", "Number of writes to the journal. Several webhooks can share one write.", statistics => statistics.Batches);
        ObserveJournal("webhooktools_journal_rotations", "Number of journal rotations.", statistics => statistics.Rotations);
        ObserveJournal("webhooktools_journal_failed_entries", "Number of webhooks that could not be written to the journal.", statistics => statistics.FailedEntries);

        void ObserveJournal(string name, string description, Func<JournalStatistics, long> value) => Meter.CreateObservableCounter(
            name,
            () => journal() is { } statistics ? [new Measurement<long>(value(statistics))] : Array.Empty<Measurement<long>>(),
            description: description);
    }

    public void Dispose() => Meter.Dispose();
}

/// <summary>The outcomes by which metrics count forwarded webhooks.</summary>
internal static class ForwardOutcome
{
    public const string Delivered = "delivered";
    public const string Failed = "failed";
    public const string Dropped = "dropped";
}
