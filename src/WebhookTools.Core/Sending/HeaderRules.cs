using System.Buffers;

namespace WebhookTools.Core.Sending;

/// <summary>What may stand in a header (RFC 9110, 5.5 and 5.6.2), and which ones the delivery sets itself.</summary>
internal static class HeaderRules
{
    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    private static readonly SearchValues<char> ValueCharacters =
        SearchValues.Create(['\t', .. Enumerable.Range(' ', '~' - ' ' + 1).Select(static code => (char)code)]);

    /// <summary>What the connection and the body decide, and what would not reach the receiver.</summary>
    private static readonly HashSet<string> ReservedNames = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection",
        "Content-Length",
        "Expect",
        "Host",
        "HTTP2-Settings",
        "Keep-Alive",
        "Proxy-Authorization",
        "Proxy-Connection",
        "TE",
        "Trailer",
        "Transfer-Encoding",
        "Upgrade",
    };

    /// <summary>Whether it is a token: a header's name, a method.</summary>
    public static bool IsToken(string text) => text.Length > 0 && !text.AsSpan().ContainsAnyExcept(TokenCharacters);

    /// <summary>The index of the first character that no header's value may hold, or -1.</summary>
    public static int IndexOfInvalidInValue(string value) => value.AsSpan().IndexOfAnyExcept(ValueCharacters);

    /// <summary>Whether the delivery sets it itself.</summary>
    public static bool IsReserved(string name) => ReservedNames.Contains(name);
}
