namespace WebhookTools.Listener.Journal.Reading;

/// <summary>Matches case-insensitive patterns with <c>*</c> (any number of characters) and <c>?</c> (one character). There are no escapes and no other special characters.</summary>
internal static class Wildcard
{
    /// <summary>True if the pattern matches the whole text.</summary>
    public static bool Matches(string pattern, ReadOnlySpan<char> text)
    {
        int position = 0;
        int inPattern = 0;
        int star = -1;
        int afterStar = 0;
        while (position < text.Length)
        {
            if (inPattern < pattern.Length && pattern[inPattern] == '*')
            {
                star = inPattern++;
                afterStar = position;
            }
            else if (inPattern < pattern.Length && (pattern[inPattern] == '?' || AreSame(pattern[inPattern], text[position])))
            {
                inPattern++;
                position++;
            }
            else if (star >= 0)
            {
                // Extend the match of the last star by one character.
                inPattern = star + 1;
                position = ++afterStar;
            }
            else
            {
                return false;
            }
        }

        return pattern.AsSpan(inPattern).TrimStart('*').IsEmpty;
    }

    private static bool AreSame(char left, char right) =>
        left == right || char.ToUpperInvariant(left) == char.ToUpperInvariant(right);
}
