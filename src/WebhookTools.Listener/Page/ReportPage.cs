using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using WebhookTools.Listener.Reports;

namespace WebhookTools.Listener.Page;

/// <summary>Renders the report page of an alert, which needs no script. All text from senders is escaped.</summary>
internal static class ReportPage
{
    /// <param name="history">The notifications, oldest first.</param>
    /// <param name="now">The current time.</param>
    /// <param name="root">The relative path from the page to the listener's root.</param>
    public static string Render(AlertReport report, IReadOnlyList<AlertNotification> history, DateTimeOffset now, string root)
    {
        AlertTimeline timeline = AlertTimeline.Of(history, now);
        var page = new StringBuilder();
        string name = Escape(report.Name ?? report.Fingerprint);
        Begin(page, name, root);
        page.Append("<section class=\"panel report-head\">\n<div class=\"panel-head\"><h1>").Append(name).Append("</h1>");
        Status(page, report.Status);
        page.Append("</div>\n");
        if (!string.IsNullOrEmpty(report.Summary))
        {
            page.Append("<p class=\"summary\">").Append(Escape(report.Summary)).Append("</p>\n");
        }

        Figures(page, timeline);
        page.Append("</section>\n<section class=\"panel\" aria-labelledby=\"history-title\">\n<div class=\"panel-head\"><h2 id=\"history-title\">History</h2><p class=\"quiet\">All times are in UTC. A mark below a bar is a notification.</p></div>\n");
        TimelineDrawing.Append(page, timeline);
        History(page, timeline);
        page.Append("</section>\n<div class=\"columns\">\n");
        Members(page, "Alert",
        [
            new("Severity", report.Severity ?? string.Empty),
            new("Namespace", report.Namespace),
            new("Protocol", report.Protocol),
            new("Fingerprint", report.Fingerprint),
            new("Last notification", Text(report.ReceivedAt)),
            new("Starts", Text(report.StartsAt)),
            new("Ends", Text(report.EndsAt)),
        ]);
        Members(page, "Labels", report.Labels);
        Members(page, "Annotations", report.Annotations);
        page.Append("</div>\n");
        return End(page);
    }

    /// <summary>Renders the page for an unknown fingerprint.</summary>
    /// <param name="root">The relative path from the page to the listener's root.</param>
    public static string RenderMissing(string root)
    {
        var page = new StringBuilder();
        Begin(page, "Alert report not found", root);
        page.Append("<section class=\"panel\">\n<h1>Alert report not found</h1>\n<p>No alert with this fingerprint was received recently. Older alerts are in the journal.</p>\n</section>\n");
        return End(page);
    }

    private static void Begin(StringBuilder page, string title, string root) => page
        .Append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n<title>")
        .Append(title).Append("</title>\n<link rel=\"icon\" href=\"").Append(root).Append("live/icon.svg\" type=\"image/svg+xml\">\n<link rel=\"stylesheet\" href=\"").Append(root)
        .Append("live/live.css\">\n</head>\n<body>\n<header class=\"bar\"><p class=\"brand\"><a href=\"").Append(root).Append("\">Webhook listener</a></p></header>\n<main class=\"report\">\n");

    private static string End(StringBuilder page) => page.Append("</main>\n</body>\n</html>\n").ToString();

    private static void Figures(StringBuilder page, AlertTimeline timeline)
    {
        page.Append("<dl class=\"figures\">\n");
        Figure(page, "Times fired", timeline.Episodes.ToString(CultureInfo.InvariantCulture));
        Figure(page, "Total time firing", timeline.Episodes > 0 ? DurationText.Of(timeline.BadTime) : null);
        Figure(page, "Longest time firing", timeline.LongestBad is { } longest ? DurationText.Of(longest) : null);
        Figure(page, "Longest gap", timeline.LongestGap is { } gap ? DurationText.Of(gap) : null);
        page.Append("</dl>\n");
    }

    private static void Figure(StringBuilder page, string name, string? value) => page
        .Append("<div><dt>").Append(name).Append("</dt><dd>").Append(value ?? "–").Append("</dd></div>\n");

    private static void Members(StringBuilder page, string title, IReadOnlyList<KeyValuePair<string, string>> members)
    {
        if (members.Count == 0)
        {
            return;
        }

        page.Append("<section class=\"panel\">\n<h2>").Append(title).Append("</h2>\n<dl class=\"facts\">\n");
        foreach ((string name, string value) in members)
        {
            if (value.Length > 0)
            {
                page.Append("<dt>").Append(Escape(name)).Append("</dt><dd>").Append(Escape(value)).Append("</dd>\n");
            }
        }

        page.Append("</dl>\n</section>\n");
    }

    private static void History(StringBuilder page, AlertTimeline timeline)
    {
        page.Append("<div class=\"scroll\" role=\"region\" aria-label=\"History\" tabindex=\"0\">\n<table class=\"history\" role=\"table\" aria-labelledby=\"history-title\">\n<thead role=\"rowgroup\"><tr role=\"row\">").Append(Heading("Status")).Append(Heading("From")).Append(Heading("To")).Append(Heading("Duration")).Append(Heading("Notifications")).Append("</tr></thead>\n<tbody role=\"rowgroup\">\n");
        foreach (AlertSegment segment in timeline.Segments.Reverse())
        {
            string notifications = segment.Notifications.Count.ToString(CultureInfo.InvariantCulture);
            page.Append("<tr role=\"row\"><td role=\"cell\">");
            Status(page, segment.Status);
            page.Append("</td>").Append(Cell("from", Text(segment.From)))
                .Append(Cell("to", segment.To is { } end ? Text(end) : "<span class=\"quiet\">ongoing</span>"))
                .Append(Cell("lasted", DurationText.Of(segment.Duration(timeline.Now))))
                .Append("<td role=\"cell\" class=\"notifications\" data-count=\"").Append(notifications).Append("\">").Append(notifications).Append("</td></tr>\n");
        }

        page.Append("</tbody>\n</table>\n</div>\n");
    }

    // Small screens show rows as cards. The explicit roles keep the table semantics.
    private static string Heading(string name) => $"<th scope=\"col\" role=\"columnheader\">{name}</th>";

    private static string Cell(string name, string html) => $"<td role=\"cell\" class=\"{name}\">{html}</td>";

    private static void Status(StringBuilder page, string? status) => page
        .Append("<span class=\"status tone-").Append(StatusTone.Of(status)).Append("\">").Append(Escape(status ?? "received")).Append("</span>");

    private static string Text(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) ?? string.Empty;

    private static string Escape(string text) => HtmlEncoder.Default.Encode(text);
}
