namespace WebhookTools.Cli.Syntax;

/// <summary>Header lines: <c>Name: value</c>.</summary>
internal static class HeaderSyntax
{
    // RFC 9110, section 5.6.2: the characters of a header name besides letters and digits.
    private const string NamePunctuation = "!#$%&'*+-.^_`|~";

    public static ValueSyntax<KeyValuePair<string, string>> Value { get; } = new("LINE", "a header line 'Name: value'", TryParse) { MayHoldSecret = true };

    public static bool TryParse(string text, out KeyValuePair<string, string> value)
    {
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 1)
        {
            value = default;
            return false;
        }

        string name = text[..colon].Trim();
        string content = text[(colon + 1)..].Trim();
        value = new KeyValuePair<string, string>(name, content);
        return name.Length > 0
            && name.All(character => char.IsAsciiLetterOrDigit(character) || NamePunctuation.Contains(character, StringComparison.Ordinal))
            && !content.Any(character => character is '\r' or '\n' or '\0');
    }
}
