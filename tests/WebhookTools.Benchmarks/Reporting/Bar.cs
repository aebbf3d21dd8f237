namespace WebhookTools.Benchmarks.Reporting;

/// <summary>What a figure must reach at least.</summary>
/// <param name="What">What is judged, as <c>Synced: 3 × adnanh's webhook</c>.</param>
/// <param name="Required">The bar, written.</param>
/// <param name="Measured">What was measured, written.</param>
/// <param name="IsReached">Whether it is enough.</param>
internal sealed record Bar(string What, string Required, string Measured, bool IsReached)
{
    public static Bar AtLeast(string what, double measured, double required, string format) =>
        new(what, "≥ " + Text(required, format), Text(measured, format), measured >= required);

    public static Bar AtMost(string what, double measured, double required, string format) =>
        new(what, "≤ " + Text(required, format), Text(measured, format), measured <= required);

    private static string Text(double value, string format) => value.ToString(format, System.Globalization.CultureInfo.InvariantCulture);
}
