using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text;

namespace WebhookTools.Listener.Metrics;

/// <summary>A metric with all its series.</summary>
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

    /// <summary>Removes the series of an observable instrument, which reports all its current series on each observation.</summary>
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
            series = _series.GetOrAdd(key, new MetricSeries(FormatLabels(tags), _bounds));
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

    /// <summary>Formats labels as the text format does, without the braces: <c>a="x",b="y"</c>.</summary>
    private static string FormatLabels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var text = new StringBuilder();
        foreach ((string name, object? value) in tags)
        {
            if (text.Length > 0)
            {
                text.Append(',');
            }

            text.Append(name).Append("=\"").Append(Escape((string?)value ?? string.Empty)).Append('"');
        }

        return text.ToString();
    }

    private static string Escape(string value) => value
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\"", "\\\"", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal);

    /// <summary>Identifies a series without formatting text for each measurement: the values of up to two labels, or the text of more.</summary>
    private readonly record struct LabelKey(string? First, string? Second)
    {
        public static LabelKey Of(ReadOnlySpan<KeyValuePair<string, object?>> tags) => tags.Length switch
        {
            0 => default,
            1 => new LabelKey((string?)tags[0].Value, null),
            2 => new LabelKey((string?)tags[0].Value, (string?)tags[1].Value),
            _ => new LabelKey(FormatLabels(tags), null),
        };
    }
}

/// <summary>The metric types of the text format that are used.</summary>
internal enum MetricKind
{
    /// <summary>A value that only increases.</summary>
    Counter,

    /// <summary>A value that can increase and decrease.</summary>
    Gauge,

    /// <summary>A distribution of values.</summary>
    Histogram,
}
