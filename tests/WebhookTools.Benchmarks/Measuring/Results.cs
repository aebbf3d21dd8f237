namespace WebhookTools.Benchmarks.Measuring;

/// <summary>The figures of all contestants of a comparison, in the order in which they were first added.</summary>
internal sealed class Results
{
    private readonly List<string> _contestants = [];
    private readonly List<Figure> _figures = [];
    private readonly Dictionary<(string Contestant, Figure Figure), Series> _series = [];

    public IReadOnlyList<string> Contestants => _contestants;

    public IReadOnlyList<Figure> Figures => _figures;

    public Series? Find(string contestant, Figure figure) => _series.GetValueOrDefault((contestant, figure));

    public double Median(string contestant, Figure figure) => _series[(contestant, figure)].Median;

    /// <summary>Returns the median of one contestant divided by the median of another.</summary>
    public double Ratio(string contestant, string other, Figure figure) => Median(contestant, figure) / Median(other, figure);

    public void Add(string contestant, Figure figure, double sample)
    {
        if (!_contestants.Contains(contestant, StringComparer.Ordinal))
        {
            _contestants.Add(contestant);
        }

        if (!_figures.Contains(figure))
        {
            _figures.Add(figure);
        }

        if (!_series.TryGetValue((contestant, figure), out Series? series))
        {
            series = new Series();
            _series.Add((contestant, figure), series);
        }

        series.Add(sample);
    }
}

/// <param name="Name">The name with its unit.</param>
/// <param name="Format">The format of its values.</param>
internal sealed record Figure(string Name, string Format);

/// <summary>The samples of one figure.</summary>
internal sealed class Series
{
    private readonly List<double> _samples = [];

    public int Count => _samples.Count;

    public double Minimum => _samples.Min();

    public double Maximum => _samples.Max();

    public double Median
    {
        get
        {
            double[] sorted = [.. _samples.Order()];
            int middle = sorted.Length / 2;
            return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        }
    }

    public void Add(double sample) => _samples.Add(sample);
}
