using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;

namespace WebhookTools.Listener.Reports;

/// <summary>The page of one alert. Everything that a sender wrote is escaped, and the page may load nothing and run nothing.</summary>
internal static class ReportPage
{
    private const string Style = """
        :root{color-scheme:light dark}body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:0 auto;padding:1rem}
        table{border-collapse:collapse;width:100%}th,td{text-align:start;vertical-align:top;padding:.25rem .5rem;border-bottom:1px solid;overflow-wrap:anywhere}
        """;

    /// <summary>What the page may do: nothing but show the style that it holds.</summary>
    public const string ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static string Render(AlertReport report, IReadOnlyList<AlertNotice> history)
    {
        var page = new StringBuilder();
        string name = Escape(report.Name ?? report.Fingerprint);
        page.Append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>")
            .Append(name).Append("</title>\n<style>").Append(Style).Append("</style>\n</head>\n<body>\n<main>\n<h1>").Append(name).Append("</h1>\n");
        if (report.Summary is not null)
        {
            page.Append("<p>").Append(Escape(report.Summary)).Append("</p>\n");
        }

        page.Append("<table>\n");
        Row(page, "Status", report.Status);
        Row(page, "Severity", report.Severity);
        Row(page, "Namespace", report.Namespace);
        Row(page, "Fingerprint", report.Fingerprint);
        Row(page, "Protocol", report.Protocol);
        Row(page, "Received", Text(report.ReceivedAt));
        Row(page, "Starts", Text(report.StartsAt));
        Row(page, "Ends", Text(report.EndsAt));
        page.Append("</table>\n");
        Members(page, "Labels", report.Labels);
        Members(page, "Annotations", report.Annotations);
        History(page, history);
        return page.Append("</main>\n</body>\n</html>\n").ToString();
    }

    private static void Members(StringBuilder page, string title, IReadOnlyList<KeyValuePair<string, string>> members)
    {
        if (members.Count == 0)
        {
            return;
        }

        page.Append("<h2>").Append(title).Append("</h2>\n<table>\n");
        foreach ((string name, string value) in members)
        {
            Row(page, name, value);
        }

        page.Append("</table>\n");
    }

    private static void History(StringBuilder page, IReadOnlyList<AlertNotice> history)
    {
        page.Append("<h2>History</h2>\n<table>\n<thead><tr><th scope=\"col\">Received</th><th scope=\"col\">Status</th><th scope=\"col\">Starts</th><th scope=\"col\">Ends</th></tr></thead>\n<tbody>\n");
        foreach (AlertNotice notice in history.Reverse())
        {
            page.Append("<tr><td>").Append(Text(notice.ReceivedAt))
                .Append("</td><td>").Append(Escape(notice.Status ?? string.Empty))
                .Append("</td><td>").Append(Text(notice.StartsAt))
                .Append("</td><td>").Append(Text(notice.EndsAt)).Append("</td></tr>\n");
        }

        page.Append("</tbody>\n</table>\n");
    }

    private static void Row(StringBuilder page, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            page.Append("<tr><th scope=\"row\">").Append(Escape(name)).Append("</th><td>").Append(Escape(value)).Append("</td></tr>\n");
        }
    }

    private static string Text(DateTimeOffset? time) => time?.ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture) ?? string.Empty;

    private static string Escape(string text) => HtmlEncoder.Default.Encode(text);
}
