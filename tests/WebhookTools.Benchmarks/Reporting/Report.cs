using System.Globalization;
using System.Text;
using WebhookTools.Benchmarks.Measuring;

namespace WebhookTools.Benchmarks.Reporting;

/// <summary>The page with the results of all comparisons.</summary>
internal sealed class Report(Machine machine, DateTimeOffset date, bool isQuick)
{
    private readonly List<(string Title, Section Section)> _sections = [];

    public void Add(string title, Section section) => _sections.Add((title, section));

    public string Write()
    {
        var page = new StringBuilder();
        page.Append("# Benchmarks\n\n");
        page.Append(CultureInfo.InvariantCulture, $"Written by `tests/WebhookTools.Benchmarks/compare` on {date:yyyy-MM-dd}; do not edit. The contestants of a comparison take turns on the same machine, which also runs the client. Each figure is the median, followed by the minimum and maximum in parentheses. `webhooktools` and the bare programs are compiled ahead of time.\n\n");
        if (isQuick)
        {
            page.Append("**This is a quick run to check that everything works. It is too short to be meaningful.**\n\n");
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
        if (!_sections.Any(section => section.Section.Bars.Count > 0))
        {
            return;
        }

        page.Append("## Requirements\n\n| | required | measured | |\n|---|---:|---:|---|\n");
        foreach (Bar bar in _sections.SelectMany(section => section.Section.Bars))
        {
            page.Append(CultureInfo.InvariantCulture, $"| {bar.What} | {bar.Required} | {bar.Measured} | {(bar.IsReached ? "met" : "**not met**")} |\n");
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

/// <summary>The result of one comparison.</summary>
internal sealed record Section
{
    /// <summary>The method, and observations besides the figures.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    public IReadOnlyList<string> Commands { get; init; } = [];

    public Results Results { get; init; } = new();

    public IReadOnlyList<Bar> Bars { get; init; } = [];
}

/// <summary>A required figure.</summary>
internal sealed record Bar(string What, string Required, string Measured, bool IsReached)
{
    public static Bar AtLeast(string what, double measured, double required, string format) =>
        new(what, "≥ " + Text(required, format), Text(measured, format), measured >= required);

    public static Bar AtMost(string what, double measured, double required, string format) =>
        new(what, "≤ " + Text(required, format), Text(measured, format), measured <= required);

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
