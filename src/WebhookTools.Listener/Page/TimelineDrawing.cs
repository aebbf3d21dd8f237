using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using WebhookTools.Listener.Reports;

namespace WebhookTools.Listener.Page;

/// <summary>
/// A timeline as a picture: one lane, a bar for each segment, a mark for each notice. Geometry stands in attributes and colour in
/// classes, since the page's policy allows no style of its own. Whoever does not see it has the table below it.
/// </summary>
internal static class TimelineDrawing
{
    private const double Width = 1000;
    private const double Height = 48;

    /// <summary>A bar is never narrower: the shortest alarm of a week is still to be seen.</summary>
    private const double LeastWidth = 2.5;

    private const int Ticks = 4;

    public static void Append(StringBuilder page, AlertTimeline timeline)
    {
        if (timeline.Segments.Count == 0)
        {
            return;
        }

        DateTimeOffset begin = timeline.Segments[0].From;
        TimeSpan span = timeline.Now - begin;
        span = span > TimeSpan.FromSeconds(1) ? span : TimeSpan.FromSeconds(1);
        page.Append(CultureInfo.InvariantCulture, $"<svg class=\"lane\" role=\"img\" aria-label=\"Timeline; the same is in the table below\" viewBox=\"0 0 {Width} {Height}\" preserveAspectRatio=\"none\">\n");
        foreach (AlertSegment segment in timeline.Segments)
        {
            double left = Place(segment.From);
            double width = Math.Max(LeastWidth, Place(segment.To ?? timeline.Now) - left);
            string title = HtmlEncoder.Default.Encode($"{segment.Status ?? "received"}: {Time(segment.From)}, {DurationText.Of(segment.Duration(timeline.Now))}");
            page.Append(CultureInfo.InvariantCulture, $"<rect class=\"tone-{StatusTone.Of(segment.Status)}\" x=\"{Number(Math.Min(left, Width - LeastWidth))}\" y=\"6\" width=\"{Number(width)}\" height=\"28\"><title>{title}</title></rect>\n");
        }

        foreach (DateTimeOffset notice in timeline.Segments.SelectMany(segment => segment.Notices))
        {
            string place = Number(Place(notice));
            page.Append(CultureInfo.InvariantCulture, $"<line class=\"notice\" x1=\"{place}\" x2=\"{place}\" y1=\"38\" y2=\"46\"/>\n");
        }

        page.Append("</svg>\n<div class=\"lane-axis\" aria-hidden=\"true\">");
        for (int tick = 0; tick <= Ticks; tick++)
        {
            DateTimeOffset time = begin + (span * tick / Ticks);
            page.Append("<span>").Append(tick == Ticks ? "now" : time.UtcDateTime.ToString(span < TimeSpan.FromDays(1) ? "HH:mm" : "dd MMM HH:mm", CultureInfo.InvariantCulture)).Append("</span>");
        }

        page.Append("</div>\n");

        double Place(DateTimeOffset time) => Math.Clamp((time - begin) / span, 0, 1) * Width;
    }

    private static string Number(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
