using System.Net;
using WebhookTools.Core;
using WebhookTools.Listener;

namespace WebhookTools.Cli.Syntax;

/// <summary>URIs, IP addresses and networks.</summary>
internal static class AddressSyntax
{
    public static ValueSyntax<Uri> Web { get; } = new("URI", "an absolute http or https URI, for example https://example.com/hook", TryParseWeb) { MayHoldSecret = true };

    /// <summary>An IP address to bind, or <c>localhost</c>.</summary>
    public static ValueSyntax<IPAddress> Bind { get; } = new("ADDRESS", "an IP address of this machine, for example 127.0.0.1, 0.0.0.0 or ::1", TryParseBind);

    public static ValueSyntax<IPNetwork> Network { get; } = new("NETWORK", "a network such as 10.0.0.0/8 or 2001:db8::/32, or a single address", TryParseNetwork);

    private static bool TryParseWeb(string text, out Uri value)
    {
        bool isWeb = Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) && uri.Scheme is "http" or "https";
        value = uri!;
        return isWeb;
    }

    private static bool TryParseBind(string text, out IPAddress value)
    {
        if (text.Equals("localhost", StringComparison.OrdinalIgnoreCase))
        {
            value = IPAddress.Loopback;
            return true;
        }

        // IPAddress parses '80' as 0.0.0.80, which is hardly ever intended.
        bool isAddress = IPAddress.TryParse(text, out IPAddress? address) && (text.Contains(':', StringComparison.Ordinal) || text.Count(character => character == '.') == 3);
        value = address!;
        return isAddress;
    }

    private static bool TryParseNetwork(string text, out IPNetwork value)
    {
        try
        {
            value = SourceNetwork.Parse(text);
            return true;
        }
        catch (WebhookException)
        {
            value = default;
            return false;
        }
    }
}
