using System.Globalization;
using System.Text;

namespace WebhookTools.Core.Payloads.Numbers;

/// <summary>Formats floating-point numbers as Python's <c>repr</c> and <c>json.dumps</c> do.</summary>
internal static class PythonFloat
{
    /// <summary>Python writes an exponent from 1e+16.</summary>
    private const int LargestPlainPoint = 16;

    /// <summary>Python writes an exponent below 1e-4.</summary>
    private const int SmallestPlainPoint = -3;

    public static string Format(double number)
    {
        if (double.IsInfinity(number))
        {
            return number > 0 ? "Infinity" : "-Infinity";
        }

        (string digits, int point) = FloatDigits.Of(Math.Abs(number));
        var text = new StringBuilder(double.IsNegative(number) ? "-" : string.Empty);
        return (point is > LargestPlainPoint or < SmallestPlainPoint ? AppendWithExponent(text, digits, point - 1) : AppendPlain(text, digits, point)).ToString();
    }

    private static StringBuilder AppendWithExponent(StringBuilder text, string digits, int exponent)
    {
        text.Append(digits[0]);
        if (digits.Length > 1)
        {
            text.Append('.').Append(digits, 1, digits.Length - 1);
        }

        return text.Append('e').Append(exponent < 0 ? '-' : '+').Append(Math.Abs(exponent).ToString("00", CultureInfo.InvariantCulture));
    }

    private static StringBuilder AppendPlain(StringBuilder text, string digits, int point)
    {
        if (point <= 0)
        {
            return text.Append("0.").Append('0', -point).Append(digits);
        }

        return digits.Length <= point
            ? text.Append(digits).Append('0', point - digits.Length).Append(".0")
            : text.Append(digits, 0, point).Append('.').Append(digits, point, digits.Length - point);
    }
}
