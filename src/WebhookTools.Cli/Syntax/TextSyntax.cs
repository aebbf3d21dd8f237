using System.Text;
using System.Text.RegularExpressions;

namespace WebhookTools.Cli.Syntax;

/// <summary>Names, paths, patterns, and words of a fixed set.</summary>
internal static class TextSyntax
{
    // A response body is at most 64 KiB, so only catastrophic backtracking takes this long.
    private static readonly TimeSpan MatchTimeout = TimeSpan.FromSeconds(2);

    public static ValueSyntax<Regex> Pattern { get; } = new("REGEX", "a .NET regular expression", TryParsePattern);

    public static ValueSyntax<string> Name { get; } = new("NAME", "a name", TryParseName);

    /// <summary>Any text, including an empty one.</summary>
    public static ValueSyntax<string> Any { get; } = new("TEXT", "text", TryParseAny);

    public static ValueSyntax<string> UriPath { get; } = new("PATH", "a path that begins with a slash, for example /hooks/ci", TryParseUriPath);

    /// <summary>The path of a protocol, such as <c>alertmanager=/am</c>.</summary>
    public static ValueSyntax<KeyValuePair<string, string>> Route { get; } = new("PROTOCOL=PATH", "a protocol and a path that begins with a slash, for example alertmanager=/am", TryParseRoute);

    /// <summary>A name of an enumeration, in kebab case.</summary>
    public static ValueSyntax<T> OneOf<T>()
        where T : struct, Enum
    {
        Dictionary<string, T> words = Enum.GetValues<T>().ToDictionary(value => Kebab(value.ToString()), StringComparer.OrdinalIgnoreCase);
        return new ValueSyntax<T>(string.Join('|', words.Keys), "one of " + string.Join(", ", words.Keys), words.TryGetValue);
    }

    /// <summary>Converts a Pascal-case name to kebab case, for example <c>not-yet-valid</c>.</summary>
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

    private static bool TryParseName(string text, out string value)
    {
        value = text;
        return !string.IsNullOrWhiteSpace(text);
    }

    private static bool TryParseAny(string text, out string value)
    {
        value = text;
        return true;
    }

    private static bool TryParseUriPath(string text, out string value)
    {
        value = text;
        return text.StartsWith('/') && !text.Any(character => char.IsControl(character) || character is ' ' or '?' or '#');
    }

    private static bool TryParseRoute(string text, out KeyValuePair<string, string> value)
    {
        int equalsSign = text.IndexOf('=', StringComparison.Ordinal);
        bool isRoute = equalsSign > 0 && TryParseUriPath(text[(equalsSign + 1)..], out _);
        value = isRoute ? new(text[..equalsSign].Trim(), text[(equalsSign + 1)..]) : default;
        return isRoute;
    }
}
