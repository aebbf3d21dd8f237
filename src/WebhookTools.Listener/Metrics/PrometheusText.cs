using System.Globalization;
using System.Text;

namespace WebhookTools.Listener.Metrics;

/// <summary>Renders metrics in the Prometheus text format, version 0.0.4.</summary>
internal static class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    public static string Render(IReadOnlyList<MetricFamily> families)
    {
        var text = new StringBuilder();
        foreach (MetricFamily family in families)
        {
            MetricSeries[] series = [.. family.Series.OrderBy(one => one.Labels, StringComparer.Ordinal)];
            if (series.Length == 0)
            {
                continue;
            }

            text.Append("# HELP ").Append(family.Name).Append(' ').Append(family.Help).Append('\n');
            text.Append("# TYPE ").Append(family.Name).Append(' ').Append(family.Kind switch
            {
                MetricKind.Counter => "counter",
                MetricKind.Histogram => "histogram",
                _ => "gauge",
            }).Append('\n');
            foreach (MetricSeries one in series)
            {
                if (family.Kind == MetricKind.Histogram)
                {
                    Histogram(text, family.Name, one);
                }
                else
                {
                    Line(text, family.Name, one.Labels, one.Read(out _));
                }
            }
        }

        return text.ToString();
    }

    private static void Histogram(StringBuilder text, string name, MetricSeries series)
    {
        double sum = series.Read(out long[] counts);
        string before = series.Labels.Length == 0 ? string.Empty : series.Labels + ",";
        long total = 0;
        for (int bucket = 0; bucket < counts.Length; bucket++)
        {
            total += counts[bucket];
            string bound = bucket < series.Bounds.Count ? Number(series.Bounds[bucket]) : "+Inf";
            Line(text, name + "_bucket", $"{before}le=\"{bound}\"", total);
        }

        Line(text, name + "_sum", series.Labels, sum);
        Line(text, name + "_count", series.Labels, total);
    }

    private static void Line(StringBuilder text, string name, string labels, double value)
    {
        text.Append(name);
        if (labels.Length > 0)
        {
            text.Append('{').Append(labels).Append('}');
        }

        text.Append(' ').Append(Number(value)).Append('\n');
    }

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
