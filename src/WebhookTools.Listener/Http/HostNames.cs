using System.Net;
using Microsoft.AspNetCore.Http;

namespace WebhookTools.Listener.Http;

/// <summary>
/// Decides by which host names a listener without credentials is reached. Another site can let its own name resolve to this machine
/// (DNS rebinding), so that its visitors' browsers take the listener for a part of that site, but they still send that site's name.
/// </summary>
internal sealed class HostNames(ListenerOptions options)
{
    private const string Localhost = "localhost";

    private readonly bool _isLoopback = IPAddress.IsLoopback(options.Address);

    /// <summary>True if the request names this listener, or no host at all, which browsers do not do.</summary>
    public bool IsOwn(HttpRequest request)
    {
        string host = request.Host.Host;
        if (host.Length == 0
            || host.Equals(Localhost, StringComparison.OrdinalIgnoreCase)
            || host.Equals(Dns.GetHostName(), StringComparison.OrdinalIgnoreCase)
            || (options.BaseUri is { } uri && host.Equals(uri.Host, StringComparison.OrdinalIgnoreCase)))
        {
            return true;
        }

        if (IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? address))
        {
            // On a network, every address that leads here belongs to this machine, and an address cannot be rebound.
            return IPAddress.IsLoopback(address) || address.Equals(options.Address) || !_isLoopback;
        }

        // On a network, a name without a dot is local, such as a container's. No outside site can have one.
        return !_isLoopback && !host.Contains('.', StringComparison.Ordinal);
    }

    /// <summary>
    /// True if the page of another site may have sent a webhook. On loopback, every sender knows the listener's name. On a network it may
    /// have names that the listener does not know, so only a browser has to use one that it does.
    /// </summary>
    public bool MayBeFromAnotherSite(HttpRequest request) =>
        BrowserRequest.IsFromAnotherSite(request) || (!IsOwn(request) && (_isLoopback || BrowserRequest.IsFromBrowser(request)));
}
