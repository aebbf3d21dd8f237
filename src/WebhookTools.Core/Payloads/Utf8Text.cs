using System.Buffers;
using System.Globalization;
using System.Text;

namespace WebhookTools.Core.Payloads;

/// <summary>Describes text that may not be valid UTF-8, for errors.</summary>
internal static class Utf8Text
{
    /// <summary>Returns the index of the first byte that is not valid UTF-8, or the length.</summary>
    public static int IndexOfInvalid(ReadOnlySpan<byte> text)
    {
        int index = 0;
        while (index < text.Length && Rune.DecodeFromUtf8(text[index..], out _, out int consumed) == OperationStatus.Done)
        {
            index += consumed;
        }

        return index;
    }

    /// <summary>Describes the first character, by its code if it is not visible.</summary>
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
