namespace WebhookTools.Listener.Metrics;

/// <summary>One series: a value, or the buckets of a histogram.</summary>
/// <param name="labels">Its labels as text.</param>
/// <param name="bounds">The upper bounds of the buckets; empty where it is no histogram.</param>
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

    /// <summary>The value, or a histogram's sum; and how many fell into each bucket, the one without a bound last.</summary>
    public double Read(out long[] counts)
    {
        lock (_gate)
        {
            counts = [.. _counts];
            return _value;
        }
    }
}
