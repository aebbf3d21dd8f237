using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace WebhookTools.Listener.Metrics;

/// <summary>All series of one metric.</summary>
internal sealed class MetricFamily
{
    private const string Seconds = "s";

    private readonly ConcurrentDictionary<LabelKey, MetricSeries> _series = new();
    private readonly bool _isObservable;
    private readonly IReadOnlyList<double> _bounds;

    public MetricFamily(Instrument instrument)
    {
        _isObservable = instrument.IsObservable;
        Kind = instrument switch
        {
            Histogram<double> => MetricKind.Histogram,
            Counter<long> or ObservableCounter<long> => MetricKind.Counter,
            _ => MetricKind.Gauge,
        };
        _bounds = (instrument as Histogram<double>)?.Advice?.HistogramBucketBoundaries ?? [];
        Name = instrument.Name
            + (string.Equals(instrument.Unit, Seconds, StringComparison.Ordinal) ? "_seconds" : string.Empty)
            + (Kind == MetricKind.Counter ? "_total" : string.Empty);
        Help = instrument.Description ?? string.Empty;
    }

    public string Name { get; }

    public string Help { get; }

    public MetricKind Kind { get; }

    public IEnumerable<MetricSeries> Series => _series.Values;

    /// <summary>What is observed is told anew each time: series that are no longer told are gone.</summary>
    public void BeginObserving()
    {
        if (_isObservable)
        {
            _series.Clear();
        }
    }

    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        LabelKey key = LabelKey.Of(tags);
        if (!_series.TryGetValue(key, out MetricSeries? series))
        {
            series = _series.GetOrAdd(key, new MetricSeries(LabelText.Of(tags), _bounds));
        }

        switch (Kind)
        {
            case MetricKind.Histogram:
                series.Observe(value);
                break;
            case MetricKind.Counter when !_isObservable:
                series.Add(value);
                break;
            default:
                series.Set(value);
                break;
        }
    }
}
