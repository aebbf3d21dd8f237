using System.Globalization;
using System.Text;

namespace WebhookTools.Core;

/// <summary>Makes untrusted text safe to show on a terminal: it must not move the cursor, hide other output or reorder it.</summary>
public static class DisplayText
{
    /// <summary>Escapes control characters, line breaks and bidirectional formatting characters. Null becomes an empty string.</summary>
    public static string Escape(string? text)
    {
        text ??= string.Empty;
        int first = IndexOfUnsafe(text);
        if (first < 0)
        {
            return text;
        }

        var escaped = new StringBuilder(text.Length + 16).Append(text, 0, first);
        foreach (char character in text.AsSpan(first))
        {
            _ = character switch
            {
                '\n' => escaped.Append(@"\n"),
                '\r' => escaped.Append(@"\r"),
                '\t' => escaped.Append(@"\t"),
                _ when IsUnsafe(character) => escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"),
                _ => escaped.Append(character),
            };
        }

        return escaped.ToString();
    }

    /// <summary>Like <see cref="Escape"/>, but keeps line breaks.</summary>
    public static string EscapeLines(string? text)
    {
        text ??= string.Empty;
        return IndexOfUnsafe(text) < 0 ? text : string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(Escape));
    }

    private static int IndexOfUnsafe(string text)
    {
        for (int index = 0; index < text.Length; index++)
        {
            if (IsUnsafe(text[index]))
            {
                return index;
            }
        }

        return -1;
    }

    // C0 and C1 control characters and DEL, line separators, and bidirectional formatting characters.
    private static bool IsUnsafe(char character) =>
        char.IsControl(character) || character is '\u061c' or '\u200e' or '\u200f' or '\u2028' or '\u2029' or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069');
}
