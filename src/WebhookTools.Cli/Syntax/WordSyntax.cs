using System.Text;
using System.Text.RegularExpressions;

namespace WebhookTools.Cli.Syntax;

/// <summary>Words of a fixed set, and text of a given form.</summary>
internal static class WordSyntax
{
    // A reply is at most 64 KiB of text: a pattern that takes longer over it is one that never ends.
    private static readonly TimeSpan MatchTimeout = TimeSpan.FromSeconds(2);

    /// <summary>One of an enumeration's names, in lower case with hyphens.</summary>
    public static ValueSyntax<T> OneOf<T>()
        where T : struct, Enum
    {
        Dictionary<string, T> words = Enum.GetValues<T>().ToDictionary(value => Kebab(value.ToString()), StringComparer.OrdinalIgnoreCase);
        return new ValueSyntax<T>(string.Join('|', words.Keys), "one of " + string.Join(", ", words.Keys), words.TryGetValue);
    }

    /// <summary>A regular expression.</summary>
    public static ValueSyntax<Regex> Pattern { get; } = new("REGEX", "a regular expression of .NET", TryParsePattern);

    /// <summary>A word that whoever takes it knows or not.</summary>
    public static ValueSyntax<string> AnyWord { get; } = new("NAME", "a name", TryParseWord);

    /// <summary>Any text, also none, as it is.</summary>
    public static ValueSyntax<string> AnyText { get; } = new("TEXT", "a text", TryParseText);

    /// <summary>A path of an address, beginning with a slash.</summary>
    public static ValueSyntax<string> UriPath { get; } = new("PATH", "a path that begins with a slash, as /hooks/ci", TryParseUriPath);

    /// <summary>A name in lower case with hyphens, as <c>not-yet-valid</c>.</summary>
    public static string Kebab(string name)
    {
        var kebab = new StringBuilder(name.Length + 4);
        foreach (char character in name)
        {
            if (char.IsAsciiLetterUpper(character) && kebab.Length > 0)
            {
                kebab.Append('-');
            }

            kebab.Append(char.ToLowerInvariant(character));
        }

        return kebab.ToString();
    }

    private static bool TryParsePattern(string text, out Regex value)
    {
        try
        {
            value = new Regex(text, RegexOptions.CultureInvariant, MatchTimeout);
            return true;
        }
        catch (RegexParseException)
        {
            value = null!;
            return false;
        }
    }

    private static bool TryParseWord(string text, out string value)
    {
        value = text;
        return !string.IsNullOrWhiteSpace(text);
    }

    private static bool TryParseText(string text, out string value)
    {
        value = text;
        return true;
    }

    private static bool TryParseUriPath(string text, out string value)
    {
        value = text;
        return text.StartsWith('/') && !text.Any(character => char.IsControl(character) || character is ' ' or '?' or '#');
    }
}
