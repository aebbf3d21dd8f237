using System.Globalization;
using System.Text;

namespace WebhookTools.Cli.Terminal;

/// <summary>Fits text to the columns of a terminal.</summary>
internal static class TerminalText
{
    private const char Ellipsis = '…';

    /// <summary>Returns the number of terminal columns that the text takes.</summary>
    public static int Width(string text)
    {
        int width = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            width += Width(rune);
        }

        return width;
    }

    /// <summary>Pads the text with spaces, or cuts it with an ellipsis, to a number of columns.</summary>
    public static string Fit(string text, int columns)
    {
        int width = Width(text);
        if (width <= columns)
        {
            return text + new string(' ', columns - width);
        }

        return Cut(text, columns);
    }

    /// <summary>Cuts the text with an ellipsis if it takes more columns.</summary>
    public static string Cut(string text, int columns)
    {
        if (Width(text) <= columns)
        {
            return text;
        }

        var cut = new StringBuilder();
        int used = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            int width = Width(rune);
            if (used + width > columns - 1)
            {
                break;
            }

            cut.Append(rune.ToString());
            used += width;
        }

        return cut.Append(Ellipsis).Append(' ', Math.Max(0, columns - 1 - used)).ToString();
    }

    /// <summary>Wraps the text into rows. The last row is cut with an ellipsis if the text is longer.</summary>
    public static IEnumerable<string> Wrap(string text, int columns, int rows)
    {
        int start = 0;
        for (int row = 1; row < rows && Width(text[start..]) > columns; row++)
        {
            int length = 0;
            int used = 0;
            foreach (Rune rune in text.AsSpan(start).EnumerateRunes())
            {
                used += Width(rune);
                if (used > columns)
                {
                    break;
                }

                length += rune.Utf16SequenceLength;
            }

            yield return text.Substring(start, length);
            start += length;
        }

        yield return Cut(text[start..], columns).TrimEnd();
    }

    private static int Width(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format => 0,
        _ when IsWide(rune.Value) => 2,
        _ => 1,
    };

    // Blocks that are wide according to Unicode East Asian Width: Hangul, kana, ideographs, full-width forms, emoji.
    private static bool IsWide(int value) => value
        is (>= 0x1100 and <= 0x115f)
        or (>= 0x2e80 and <= 0xa4cf)
        or (>= 0xac00 and <= 0xd7a3)
        or (>= 0xf900 and <= 0xfaff)
        or (>= 0xfe30 and <= 0xfe6f)
        or (>= 0xff00 and <= 0xff60)
        or (>= 0xffe0 and <= 0xffe6)
        or (>= 0x1f300 and <= 0x1faff)
        or (>= 0x20000 and <= 0x3fffd);
}
