using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace WebhookTools.Core.Signatures.Json;

/// <summary>A JSON number as JavaScript writes it after having read it (ECMA-262, Number::toString).</summary>
internal static class JavaScriptNumber
{
    /// <summary>From here on JavaScript writes an exponent.</summary>
    private const double ExponentFrom = 1e21;

    /// <summary>Below this JavaScript writes an exponent.</summary>
    private const double ExponentBelow = 1e-6;

    /// <summary>Writes a number, or null where the source already has that form.</summary>
    public static byte[]? Rewrite(ReadOnlySpan<byte> number)
    {
        if (!number.ContainsAny(".eE"u8) && number.Length <= 15)
        {
            // A whole number that a double holds exactly; only minus zero is written otherwise.
            return number.SequenceEqual("-0"u8) ? "0"u8.ToArray() : null;
        }

        if (!Utf8Parser.TryParse(number, out double value, out int consumed) || consumed != number.Length)
        {
            return null;
        }

        byte[] text = double.IsFinite(value) ? Encoding.ASCII.GetBytes(Format(value)) : "null"u8.ToArray();
        return number.SequenceEqual(text) ? null : text;
    }

    private static string Format(double value)
    {
        if (value == 0)
        {
            return "0";
        }

        // The digits are the shortest that read back as the same number, in both languages; only their layout differs.
        string shortest = value.ToString("R", CultureInfo.InvariantCulture);
        double magnitude = Math.Abs(value);
        if (magnitude is >= ExponentBelow and < ExponentFrom)
        {
            return shortest.Contains('E', StringComparison.Ordinal) ? Expand(shortest) : shortest;
        }

        return ToExponent(shortest);
    }

    /// <summary>Writes <c>1.5E+16</c> without its exponent.</summary>
    private static string Expand(string text)
    {
        Split(text, out string sign, out string digits, out int exponent);
        if (exponent < 0)
        {
            return sign + "0." + new string('0', -exponent - 1) + digits;
        }

        return digits.Length <= exponent + 1
            ? sign + digits.PadRight(exponent + 1, '0')
            : sign + digits[..(exponent + 1)] + "." + digits[(exponent + 1)..];
    }

    /// <summary>Writes <c>1.5E+21</c> as <c>1.5e+21</c>.</summary>
    private static string ToExponent(string text)
    {
        Split(text, out string sign, out string digits, out int exponent);
        string fraction = digits.Length > 1 ? "." + digits[1..] : string.Empty;
        return string.Create(CultureInfo.InvariantCulture, $"{sign}{digits[0]}{fraction}e{(exponent < 0 ? "-" : "+")}{Math.Abs(exponent)}");
    }

    private static void Split(string text, out string sign, out string digits, out int exponent)
    {
        sign = text[0] == '-' ? "-" : string.Empty;
        string rest = text[sign.Length..];
        int mark = rest.IndexOf('E', StringComparison.Ordinal);
        string mantissa = mark < 0 ? rest : rest[..mark];
        exponent = mark < 0 ? 0 : int.Parse(rest.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        int point = mantissa.IndexOf('.', StringComparison.Ordinal);
        digits = mantissa.Replace(".", string.Empty, StringComparison.Ordinal);
        exponent += (point < 0 ? mantissa.Length : point) - 1;

        // 0.0000012 begins with zeros that are no digits of the number.
        string significant = digits.TrimStart('0');
        exponent -= digits.Length - significant.Length;
        digits = significant.TrimEnd('0') is { Length: > 0 } trimmed ? trimmed : "0";
    }
}
