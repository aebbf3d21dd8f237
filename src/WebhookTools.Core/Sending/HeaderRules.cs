using System.Buffers;

namespace WebhookTools.Core.Sending;

/// <summary>The syntax of headers (RFC 9110, 5.5 and 5.6.2), and the headers that a caller cannot set.</summary>
internal static class HeaderRules
{
    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    private static readonly SearchValues<char> ValueCharacters =
        SearchValues.Create(['\t', .. Enumerable.Range(' ', '~' - ' ' + 1).Select(static code => (char)code)]);

    // The connection and the body determine these, or they would not reach the receiver.
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

    /// <summary>Whether a text is a token, as header names and methods are.</summary>
    public static bool IsToken(string text) => text.Length > 0 && !text.AsSpan().ContainsAnyExcept(TokenCharacters);

    /// <summary>The index of the first character that a header value cannot contain, or -1.</summary>
    public static int IndexOfInvalidInValue(string value) => value.AsSpan().IndexOfAnyExcept(ValueCharacters);

    public static bool IsReserved(string name) => ReservedNames.Contains(name);
}
