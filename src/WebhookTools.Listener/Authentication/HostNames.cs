using System.Net;
using Microsoft.AspNetCore.Http;

namespace WebhookTools.Listener.Authentication;

/// <summary>
/// By which names a browser may reach a listener that asks for no credentials. A page from elsewhere can let its own name point to this
/// machine and then read whatever its visitors can (DNS rebinding); but it cannot make their browsers say another name than its own.
/// </summary>
internal sealed class HostNames(ListenerOptions options)
{
    private const string Localhost = "localhost";

    private readonly bool _isLoopback = IPAddress.IsLoopback(options.Address);

    /// <summary>Whether the request names this listener, or as no browser does, nobody.</summary>
    public bool AreOurs(HttpRequest request)
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
            // On a network any address that leads here is one of this machine, and an address cannot be made to point elsewhere.
            return IPAddress.IsLoopback(address) || address.Equals(options.Address) || !_isLoopback;
        }

        // On a network a name without a dot is one of its own, as of a container; nobody from outside can have one.
        return !_isLoopback && !host.Contains('.', StringComparison.Ordinal);
    }
}
