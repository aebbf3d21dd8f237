using System.Net;

namespace WebhookTools.Listener;

/// <summary>Parses networks.</summary>
public static class SourceNetwork
{
    /// <summary>Parses a network, such as <c>10.0.0.0/8</c> or <c>2001:db8::/32</c>, or a single address. Bits after the prefix are ignored.</summary>
    /// <exception cref="WebhookTools.Core.WebhookException">The text is not a network.</exception>
    public static IPNetwork Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int slash = text.IndexOf('/', StringComparison.Ordinal);
        ReadOnlySpan<char> addressText = slash < 0 ? text.AsSpan().Trim() : text.AsSpan(0, slash).Trim();
        if (!IPAddress.TryParse(addressText, out IPAddress? address))
        {
            throw ListenerErrors.NetworkInvalid(text);
        }

        byte[] bytes = address.GetAddressBytes();
        int prefix = bytes.Length * 8;
        if (slash >= 0 && (!int.TryParse(text.AsSpan(slash + 1).Trim(), System.Globalization.NumberStyles.None, provider: null, out prefix) || prefix > bytes.Length * 8))
        {
            throw ListenerErrors.NetworkInvalid(text);
        }

        for (int bit = prefix; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        }

        return new IPNetwork(new IPAddress(bytes), prefix);
    }
}
