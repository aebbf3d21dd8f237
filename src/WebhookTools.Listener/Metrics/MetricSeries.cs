namespace WebhookTools.Listener.Metrics;

/// <summary>A series: a value, or the buckets of a histogram.</summary>
/// <param name="labels">The labels as text.</param>
/// <param name="bounds">The upper bounds of the buckets. Empty if it is not a histogram.</param>
internal sealed class MetricSeries(string labels, IReadOnlyList<double> bounds)
{
    private readonly Lock _gate = new();
    private readonly long[] _counts = new long[bounds.Count + 1];
    private double _value;

    public string Labels { get; } = labels;

    public IReadOnlyList<double> Bounds { get; } = bounds;

    public void Add(double value)
    {
        lock (_gate)
        {
            _value += value;
        }
    }

    public void Set(double value)
    {
        lock (_gate)
        {
            _value = value;
        }
    }

    public void Observe(double value)
    {
        int bucket = 0;
        while (bucket < Bounds.Count && value > Bounds[bucket])
        {
            bucket++;
        }

        lock (_gate)
        {
            _counts[bucket]++;
            _value += value;
        }
    }

    /// <summary>Returns the value or the sum of a histogram, and the counts of its buckets. The last bucket has no upper bound.</summary>
    public double Read(out long[] counts)
    {
        lock (_gate)
        {
            counts = [.. _counts];
            return _value;
        }
    }
}
