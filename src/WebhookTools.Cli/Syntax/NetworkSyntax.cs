using System.Net;
using WebhookTools.Core;
using WebhookTools.Listener;

namespace WebhookTools.Cli.Syntax;

/// <summary>Networks, as <c>10.0.0.0/8</c>, and single addresses.</summary>
internal static class NetworkSyntax
{
    /// <summary>A network or an address.</summary>
    public static ValueSyntax<IPNetwork> Value { get; } = new("NETWORK", "a network as 10.0.0.0/8 or 2001:db8::/32, or one address", TryParse);

    private static bool TryParse(string text, out IPNetwork value)
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
