namespace WebhookTools.Benchmarks.Measuring;

/// <summary>The figures of all contestants of a comparison, in the order in which they first came.</summary>
internal sealed class Results
{
    private readonly List<string> _contestants = [];
    private readonly List<Figure> _figures = [];
    private readonly Dictionary<(string Contestant, Figure Figure), Series> _series = [];

    public IReadOnlyList<string> Contestants => _contestants;

    public IReadOnlyList<Figure> Figures => _figures;

    public Series? Find(string contestant, Figure figure) => _series.GetValueOrDefault((contestant, figure));

    public double Median(string contestant, Figure figure) => _series[(contestant, figure)].Median;

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
