using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using WebhookTools.Listener.Reports;

namespace WebhookTools.Listener.Page;

/// <summary>
/// Draws a timeline as SVG: one lane with a bar for each segment and a mark for each notification. Geometry is in attributes and
/// colors are in classes, because the content security policy does not allow inline styles. The table below it has the same content.
/// </summary>
internal static class TimelineDrawing
{
    private const double Width = 1000;
    private const double Height = 48;

    /// <summary>The minimum width of a bar, so that short segments remain visible.</summary>
    private const double MinimumWidth = 2.5;

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
        page.Append(CultureInfo.InvariantCulture, $"<svg class=\"lane\" role=\"img\" aria-label=\"Timeline. The table below has the same content.\" viewBox=\"0 0 {Width} {Height}\" preserveAspectRatio=\"none\">\n");
        foreach (AlertSegment segment in timeline.Segments)
        {
            double left = Place(segment.From);
            double width = Math.Max(MinimumWidth, Place(segment.To ?? timeline.Now) - left);
            string title = HtmlEncoder.Default.Encode($"{segment.Status ?? "received"}: {Time(segment.From)}, {DurationText.Of(segment.Duration(timeline.Now))}");
            page.Append(CultureInfo.InvariantCulture, $"<rect class=\"tone-{StatusTone.Of(segment.Status)}\" x=\"{Number(Math.Min(left, Width - MinimumWidth))}\" y=\"6\" width=\"{Number(width)}\" height=\"28\"><title>{title}</title></rect>\n");
        }

        foreach (DateTimeOffset notification in timeline.Segments.SelectMany(segment => segment.Notifications))
        {
            string place = Number(Place(notification));
            page.Append(CultureInfo.InvariantCulture, $"<line class=\"notification\" x1=\"{place}\" x2=\"{place}\" y1=\"38\" y2=\"46\"/>\n");
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
