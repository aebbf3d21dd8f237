namespace WebhookTools.Listener.Journal.Reading;

/// <summary>A pattern of <c>*</c> (any characters, or none) and <c>?</c> (one character), in any case. Every other character stands for itself.</summary>
internal static class Wildcard
{
    /// <summary>Whether the whole text is as the pattern says.</summary>
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
                // The last star takes one character more.
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
