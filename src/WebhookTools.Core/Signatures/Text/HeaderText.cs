using System.Buffers;

namespace WebhookTools.Core.Signatures.Text;

/// <summary>The syntax of header names and values.</summary>
internal static class HeaderText
{
    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    public static bool IsVisibleAscii(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExceptInRange('!', '~');

    /// <summary>Whether a receiver reads the same text from a header: ASCII, without a leading or trailing space.</summary>
    public static bool IsValue(ReadOnlySpan<char> text) =>
        !text.IsEmpty && !text.ContainsAnyExceptInRange(' ', '~') && text[0] != ' ' && text[^1] != ' ';

    /// <summary>Returns the name if it is valid (RFC 9110, token).</summary>
    /// <exception cref="SignatureException">It is not valid.</exception>
    public static string RequireName(string name) =>
        name.Length > 0 && !name.AsSpan().ContainsAnyExcept(NameCharacters) ? name : throw SignatureErrors.SignatureHeaderNameInvalid(name);
}
