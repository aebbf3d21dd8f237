namespace WebhookTools.Benchmarks.Measuring;

/// <summary>One figure, measured several times.</summary>
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
