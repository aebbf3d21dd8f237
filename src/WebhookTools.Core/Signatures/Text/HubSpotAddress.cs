using System.Text;

namespace WebhookTools.Core.Signatures.Text;

/// <summary>The address as HubSpot signs it: twelve escapes are decoded and all others stay.</summary>
internal static class HubSpotAddress
{
    private const int EscapeLength = 3;

    /// <summary>Decodes what HubSpot decodes.</summary>
    public static string Decode(string address)
    {
        if (!address.Contains('%', StringComparison.Ordinal))
        {
            return address;
        }

        var decoded = new StringBuilder(address.Length);
        for (int index = 0; index < address.Length; index++)
        {
            char? character = address[index] == '%' && index + EscapeLength <= address.Length ? Decode(address.AsSpan(index + 1, 2)) : null;
            decoded.Append(character ?? address[index]);
            index += character is null ? 0 : EscapeLength - 1;
        }

        return decoded.ToString();
    }

    private static char? Decode(ReadOnlySpan<char> digits)
    {
        Span<char> upper = stackalloc char[2];
        digits.ToUpperInvariant(upper);
        return upper switch
        {
            "3A" => ':',
            "2F" => '/',
            "3F" => '?',
            "40" => '@',
            "21" => '!',
            "24" => '$',
            "27" => '\'',
            "28" => '(',
            "29" => ')',
            "2A" => '*',
            "2C" => ',',
            "3B" => ';',
            _ => null,
        };
    }
}
