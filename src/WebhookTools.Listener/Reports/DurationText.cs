using System.Globalization;

namespace WebhookTools.Listener.Reports;

/// <summary>Formats durations with their two largest units.</summary>
internal static class DurationText
{
    public static string Of(TimeSpan duration) => duration switch
    {
        { TotalSeconds: < 1 } => "less than 1 s",
        { TotalMinutes: < 1 } => Text($"{duration.Seconds} s"),
        { TotalHours: < 1 } => Text($"{duration.Minutes} min{Rest(duration.Seconds, "s")}"),
        { TotalDays: < 1 } => Text($"{duration.Hours} h{Rest(duration.Minutes, "min")}"),
        _ => Text($"{duration.Days} d{Rest(duration.Hours, "h")}"),
    };

    private static string Rest(int number, string unit) => number == 0 ? string.Empty : Text($" {number} {unit}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
