using System.Globalization;

namespace WebhookTools.Cli.Syntax;

/// <summary>Integers and seconds within a range.</summary>
internal static class NumberSyntax
{
    public static ValueSyntax<int> Integer(int minimum, int maximum)
    {
        string range = maximum == int.MaxValue
            ? string.Create(CultureInfo.InvariantCulture, $"of at least {minimum}")
            : string.Create(CultureInfo.InvariantCulture, $"from {minimum} to {maximum}");
        return new ValueSyntax<int>("N", $"a whole number {range}", TryParse);

        bool TryParse(string text, out int value) =>
            int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value) && value >= minimum && value <= maximum;
    }

    /// <summary>A number of seconds, which may have decimals.</summary>
    public static ValueSyntax<TimeSpan> Seconds(double minimum, double maximum)
    {
        return new ValueSyntax<TimeSpan>("SECONDS", string.Create(CultureInfo.InvariantCulture, $"a number of seconds from {minimum} to {maximum}"), TryParse);

        bool TryParse(string text, out TimeSpan value)
        {
            bool isNumber = double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds);
            bool isInRange = isNumber && seconds >= minimum && seconds <= maximum;
            value = isInRange ? TimeSpan.FromSeconds(seconds) : TimeSpan.Zero;
            return isInRange;
        }
    }
}
