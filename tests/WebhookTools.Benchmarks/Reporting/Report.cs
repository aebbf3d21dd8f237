using System.Globalization;
using System.Text;
using WebhookTools.Benchmarks.Measuring;

namespace WebhookTools.Benchmarks.Reporting;

/// <summary>The page that the comparisons are written to.</summary>
internal sealed class Report(Machine machine, DateTimeOffset date, bool isQuick)
{
    private readonly List<(string Title, Section Section)> _sections = [];

    public void Add(string title, Section section) => _sections.Add((title, section));

    public string Write()
    {
        var page = new StringBuilder();
        page.Append("# Benchmarks\n\n");
        page.Append(CultureInfo.InvariantCulture, $"Written by `tests/WebhookTools.Benchmarks/compare` on {date:yyyy-MM-dd}; do not edit. All contestants of a comparison run in turn on the same machine, client included; each figure is the median, with the least and the most in brackets.\n\n");
        if (isQuick)
        {
            page.Append("**A quick run, to see that everything works: too short to be quoted.**\n\n");
        }

        machine.WriteTo(page);
        WriteBars(page);
        foreach ((string title, Section section) in _sections)
        {
            WriteSection(page, title, section);
        }

        return page.ToString().TrimEnd('\n') + "\n";
    }

    private void WriteBars(StringBuilder page)
    {
        page.Append("## At a glance\n\n| what | at least | measured | |\n|---|---:|---:|---|\n");
        foreach (Bar bar in _sections.SelectMany(section => section.Section.Bars))
        {
            page.Append(CultureInfo.InvariantCulture, $"| {bar.What} | {bar.Required} | {bar.Measured} | {(bar.IsReached ? "reached" : "**not reached**")} |\n");
        }

        page.Append('\n');
    }

    private static void WriteSection(StringBuilder page, string title, Section section)
    {
        page.Append(CultureInfo.InvariantCulture, $"## {title}\n\n");
        foreach (string note in section.Notes)
        {
            page.Append(note).Append("\n\n");
        }

        WriteResults(page, section.Results);
        if (section.Commands.Count > 0)
        {
            page.Append("```sh\n").AppendJoin('\n', section.Commands).Append("\n```\n\n");
        }
    }

    private static void WriteResults(StringBuilder page, Results results)
    {
        if (results.Contestants.Count == 0)
        {
            return;
        }

        page.Append("| |").AppendJoin('|', results.Figures.Select(figure => $" {figure.Name} ")).Append("|\n|---|");
        page.Insert(page.Length, "---:|", results.Figures.Count).Append('\n');
        foreach (string contestant in results.Contestants)
        {
            page.Append(CultureInfo.InvariantCulture, $"| {contestant} |");
            page.AppendJoin('|', results.Figures.Select(figure => $" {Text(results.Find(contestant, figure), figure.Format)} ")).Append("|\n");
        }

        page.Append('\n');
    }

    private static string Text(Series? series, string format)
    {
        if (series is null)
        {
            return string.Empty;
        }

        string median = Number(series.Median, format);
        return series.Count == 1 ? median : $"{median} ({Number(series.Minimum, format)}–{Number(series.Maximum, format)})";
    }

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
