using System.Buffers.Text;
using System.Text;
using WebhookTools.Core.Payloads.Numbers;

namespace WebhookTools.Core.Payloads.Rewriting;

/// <summary>A JSON number as a language writes it that has read it.</summary>
internal static class JsonNumberText
{
    /// <summary>Whole numbers of so many digits are held exactly by a double, and written as they are.</summary>
    private const int MaximumExactDigits = 15;

    /// <summary>Writes a number; null where the source is no number that a double can hold, which the reader before has ruled out.</summary>
    public static byte[] Rewrite(ReadOnlySpan<byte> number, JsonNumbers style)
    {
        bool isWhole = !number.ContainsAny(".eE"u8);
        if (isWhole && (style == JsonNumbers.Python || number.Length <= MaximumExactDigits))
        {
            // Python's whole numbers have no limit. Minus zero is no whole number in either language.
            return number.SequenceEqual("-0"u8) ? "0"u8.ToArray() : number.ToArray();
        }

        if (!Utf8Parser.TryParse(number, out double value, out int consumed) || consumed != number.Length)
        {
            return number.ToArray();
        }

        return Encoding.ASCII.GetBytes(style == JsonNumbers.Python ? PythonFloat.Format(value) : JavaScriptFloat.Format(value));
    }
}
