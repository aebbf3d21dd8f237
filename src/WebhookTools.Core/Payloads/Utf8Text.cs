using System.Buffers;
using System.Globalization;
using System.Text;

namespace WebhookTools.Core.Payloads;

/// <summary>UTF-8 that may not be UTF-8, for errors.</summary>
internal static class Utf8Text
{
    /// <summary>The byte-order mark that some programs put before UTF-8.</summary>
    public static ReadOnlySpan<byte> Utf8Mark => [0xEF, 0xBB, 0xBF];

    /// <summary>The place of the first byte that is no UTF-8, or the length.</summary>
    public static int IndexOfInvalid(ReadOnlySpan<byte> text)
    {
        int index = 0;
        while (index < text.Length && Rune.DecodeFromUtf8(text[index..], out _, out int consumed) == OperationStatus.Done)
        {
            index += consumed;
        }

        return index;
    }

    /// <summary>Names the first character, by its code where it cannot be seen.</summary>
    public static string DescribeFirst(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
        {
            return "the end";
        }

        if (Rune.DecodeFromUtf8(text, out Rune rune, out _) != OperationStatus.Done)
        {
            return string.Create(CultureInfo.InvariantCulture, $"the byte 0x{text[0]:X2}");
        }

        bool isVisible = Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.SpaceSeparator
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
        return isVisible ? $"'{rune}'" : string.Create(CultureInfo.InvariantCulture, $"U+{rune.Value:X4}");
    }
}
