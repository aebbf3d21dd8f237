using System.Buffers.Text;
using System.Text;
using WebhookTools.Core.Payloads.Numbers;

namespace WebhookTools.Core.Payloads.Rewriting;

/// <summary>Formats JSON numbers as a language writes them after it has parsed them.</summary>
internal static class JsonNumberText
{
    /// <summary>A double represents integers of up to 15 digits exactly.</summary>
    private const int MaximumExactDigits = 15;

    public static byte[] Rewrite(ReadOnlySpan<byte> number, JsonNumbers style)
    {
        bool isWhole = !number.ContainsAny(".eE"u8);
        if (isWhole && (style == JsonNumbers.Python || number.Length <= MaximumExactDigits))
        {
            // Python's integers have no limit. Neither language has an integer of minus zero.
            return number.SequenceEqual("-0"u8) ? "0"u8.ToArray() : number.ToArray();
        }

        if (!Utf8Parser.TryParse(number, out double value, out int consumed) || consumed != number.Length)
        {
            return number.ToArray();
        }

        return Encoding.ASCII.GetBytes(style == JsonNumbers.Python ? PythonFloat.Format(value) : JavaScriptFloat.Format(value));
    }
}
