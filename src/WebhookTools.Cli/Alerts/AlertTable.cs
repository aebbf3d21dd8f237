using System.Globalization;
using System.Text;
using WebhookTools.Cli.Terminal;
using WebhookTools.Core.Alerts;
using WebhookTools.Listener;

namespace WebhookTools.Cli.Alerts;

/// <summary>Alerts as a table for people: columns as wide as what is in them, the last one cut where a screen ends.</summary>
internal sealed class AlertTable(StandardOutput output, TimeZoneInfo timeZone)
{
    // As many rows as are measured before the first is shown: the widths hold for the rest, so that any number takes the same memory.
    private const int MeasuredRows = 1000;
    private const int WidestColumn = 48;
    private const string Gap = "  ";

    private static readonly string[] Titles = ["RECEIVED", "PROTOCOL", "STATUS", "SEVERITY", "NAME", "SUMMARY"];

    /// <summary>Prints all alerts, and no header where there are none.</summary>
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
            int left = StandardOutput.Columns - widths.Sum() - (Gap.Length * widths.Length);
            last = TerminalText.Cut(last, Math.Max(left, Titles[^1].Length));
        }

        return line.Append(last).ToString().TrimEnd();
    }

    private int[] PrintMeasured(List<string[]> rows)
    {
        int[] widths = new int[Titles.Length - 1];
        for (int column = 0; column < widths.Length; column++)
        {
            int widest = rows.Max(row => TerminalText.Width(row[column]));
            widths[column] = Math.Clamp(widest, Titles[column].Length, WidestColumn);
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
        TerminalText.Clean(alert.Protocol),
        TerminalText.Clean(alert.Status),
        TerminalText.Clean(alert.Severity),
        TerminalText.Clean(alert.Name),
        TerminalText.Clean(alert.Summary),
    ];
}
