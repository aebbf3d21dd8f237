using System.Globalization;
using System.Runtime.InteropServices;

namespace WebhookTools.Core.Payloads.Numbers;

/// <summary>
/// The fewest decimal digits that read back as the same floating-point number. .NET, JavaScript and
/// Python choose the same; they part in where the exponent begins and how it looks.
/// </summary>
/// <param name="Digits">The digits, without zeros at either end.</param>
/// <param name="Point">Where the decimal point stands, counted from before the first digit: 12.3 has 2, 0.00123 has -2.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FloatDigits(string Digits, int Point)
{
    /// <summary>The digits of a number that is not negative and finite.</summary>
    public static FloatDigits Of(double number)
    {
        string shortest = number.ToString("R", CultureInfo.InvariantCulture);
        int end = shortest.IndexOf('E', StringComparison.Ordinal);
        int exponent = end < 0 ? 0 : int.Parse(shortest.AsSpan(end + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        string mantissa = end < 0 ? shortest : shortest[..end];
        int fraction = mantissa.IndexOf('.', StringComparison.Ordinal);
        int point = (fraction < 0 ? mantissa.Length : fraction) + exponent;
        string digits = mantissa.Replace(".", string.Empty, StringComparison.Ordinal);
        string significant = digits.TrimStart('0');
        return significant.Length == 0
            ? new FloatDigits("0", 1)
            : new FloatDigits(significant.TrimEnd('0'), point - (digits.Length - significant.Length));
    }
}
