using System.Globalization;
using System.Text;
using WebhookTools.Cli.Terminal;
using WebhookTools.Core;
using WebhookTools.Core.Alerts;
using WebhookTools.Listener;

namespace WebhookTools.Cli.Output;

/// <summary>Prints alerts as a table. Columns fit their content, and the last one is cut at the width of the terminal.</summary>
internal sealed class AlertTable(StandardOutput output, TimeZoneInfo timeZone)
{
    // The first rows determine the widths for all, so that memory use does not grow with the number of alerts.
    private const int MeasuredRows = 1000;
    private const int MaximumColumnWidth = 48;
    private const string Gap = "  ";

    private static readonly string[] Titles = ["RECEIVED", "PROTOCOL", "STATUS", "SEVERITY", "NAME", "SUMMARY"];

    /// <summary>Prints all alerts. Without alerts, prints nothing.</summary>
    public async Task PrintAsync(IAsyncEnumerable<WebhookAlert> alerts)
    {
        var measured = new List<string[]>();
        int[]? widths = null;
        await foreach (WebhookAlert alert in alerts)
        {
            string[] row = Row(alert);
            if (widths is not null)
            {
                output.WriteLine(Line(row, widths));
                continue;
            }

            measured.Add(row);
            if (measured.Count == MeasuredRows)
            {
                widths = PrintMeasured(measured);
            }
        }

        if (widths is null && measured.Count > 0)
        {
            PrintMeasured(measured);
        }
    }

    private static string Line(string[] row, int[] widths)
    {
        var line = new StringBuilder();
        for (int column = 0; column < row.Length - 1; column++)
        {
            line.Append(TerminalText.Fit(row[column], widths[column])).Append(Gap);
        }

        string last = row[^1];
        if (StandardOutput.IsTerminal)
        {
            int remaining = StandardOutput.Columns - widths.Sum() - (Gap.Length * widths.Length);
            last = TerminalText.Cut(last, Math.Max(remaining, Titles[^1].Length));
        }

        return line.Append(last).ToString().TrimEnd();
    }

    private int[] PrintMeasured(List<string[]> rows)
    {
        int[] widths = new int[Titles.Length - 1];
        for (int column = 0; column < widths.Length; column++)
        {
            int width = rows.Max(row => TerminalText.Width(row[column]));
            widths[column] = Math.Clamp(width, Titles[column].Length, MaximumColumnWidth);
        }

        output.WriteLine(Line(Titles, widths));
        foreach (string[] row in rows)
        {
            output.WriteLine(Line(row, widths));
        }

        return widths;
    }

    private string[] Row(WebhookAlert alert) =>
    [
        TimeZoneInfo.ConvertTime(alert.ReceivedAt, timeZone).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        DisplayText.Escape(alert.Protocol),
        DisplayText.Escape(alert.Status),
        DisplayText.Escape(alert.Severity),
        DisplayText.Escape(alert.Name),
        DisplayText.Escape(alert.Summary),
    ];
}
