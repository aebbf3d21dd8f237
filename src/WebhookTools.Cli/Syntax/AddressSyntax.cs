using System.Net;

namespace WebhookTools.Cli.Syntax;

/// <summary>Addresses: of receivers, of proxies, of this machine.</summary>
internal static class AddressSyntax
{
    /// <summary>An absolute http or https address.</summary>
    public static ValueSyntax<Uri> Web { get; } = new("URI", "an absolute address with http or https, as https://example.com/hook", TryParseWeb) { MayHoldSecret = true };

    /// <summary>An address to bind: an IP address, or <c>localhost</c>.</summary>
    public static ValueSyntax<IPAddress> Bind { get; } = new("ADDRESS", "an IP address of this machine, as 127.0.0.1, 0.0.0.0 or ::1", TryParseBind);

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

        // 'IPAddress' reads '80' as 0.0.0.80: who writes that means something else.
        bool isAddress = IPAddress.TryParse(text, out IPAddress? address) && (text.Contains(':', StringComparison.Ordinal) || text.Count(character => character == '.') == 3);
        value = address!;
        return isAddress;
    }
}
