using System.Globalization;

namespace WebhookTools.Core.Payloads.Numbers;

/// <summary>Formats numbers as JavaScript's <c>JSON.stringify</c> does (ECMA-262, Number::toString).</summary>
internal static class JavaScriptFloat
{
    /// <summary>JavaScript writes an exponent from 1e+21.</summary>
    private const int LargestPlainPoint = 21;

    /// <summary>JavaScript writes an exponent below 1e-6.</summary>
    private const int SmallestPlainPoint = -5;

    /// <summary>Formats a number. Infinity and NaN, which JSON does not support, become <c>null</c>.</summary>
    public static string Format(double number)
    {
        if (!double.IsFinite(number))
        {
            return "null";
        }

        if (number == 0)
        {
            return "0";
        }

        (string digits, int point) = FloatDigits.Of(Math.Abs(number));
        string sign = number < 0 ? "-" : string.Empty;
        return sign + (point is > LargestPlainPoint or < SmallestPlainPoint ? WithExponent(digits, point - 1) : Plain(digits, point));
    }

    private static string Plain(string digits, int point)
    {
        if (point <= 0)
        {
            return "0." + new string('0', -point) + digits;
        }

        return digits.Length <= point ? digits.PadRight(point, '0') : digits[..point] + "." + digits[point..];
    }

    private static string WithExponent(string digits, int exponent)
    {
        string fraction = digits.Length > 1 ? "." + digits[1..] : string.Empty;
        return string.Create(CultureInfo.InvariantCulture, $"{digits[0]}{fraction}e{(exponent < 0 ? "-" : "+")}{Math.Abs(exponent)}");
    }
}
