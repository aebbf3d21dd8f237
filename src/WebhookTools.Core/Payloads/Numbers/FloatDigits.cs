using System.Globalization;
using System.Runtime.InteropServices;

namespace WebhookTools.Core.Payloads.Numbers;

/// <summary>
/// The fewest decimal digits that parse to the same floating-point number. .NET, JavaScript and Python use the same digits, but
/// differ in when and how they write an exponent.
/// </summary>
/// <param name="Digits">The digits, without zeros at either end.</param>
/// <param name="Point">The position of the decimal point relative to the first digit: 2 for 12.3, -2 for 0.00123.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FloatDigits(string Digits, int Point)
{
    /// <summary>Returns the digits of a finite number that is not negative.</summary>
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
