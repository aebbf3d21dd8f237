using System.Buffers;

namespace WebhookTools.Core.Signatures.Text;

/// <summary>What may be written in a header.</summary>
internal static class HeaderText
{
    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>Whether a text is at least one character and has visible ASCII characters alone.</summary>
    public static bool IsVisibleAscii(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExceptInRange('!', '~');

    /// <summary>Whether a text can be a header's value and come back as it is: ASCII, without a space at its ends.</summary>
    public static bool IsValue(ReadOnlySpan<char> text) =>
        !text.IsEmpty && !text.ContainsAnyExceptInRange(' ', '~') && text[0] != ' ' && text[^1] != ' ';

    /// <summary>Gives back a header's name if it is one (RFC 9110, token).</summary>
    /// <exception cref="SignatureException">It is none.</exception>
    public static string RequireName(string name) =>
        name.Length > 0 && !name.AsSpan().ContainsAnyExcept(NameCharacters) ? name : throw SignatureErrors.SignatureHeaderNameInvalid(name);
}
