using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace WebhookTools.Listener.Limits;

/// <summary>
/// Determines the client's address. If the connection comes from a trusted proxy, it is the last address in X-Forwarded-For that is not
/// a trusted proxy itself. A trusted proxy that does not state it hides its clients, so their address is unknown: taking the proxy's
/// would make everyone who can reach the proxy a client on the proxy's machine.
/// </summary>
internal sealed class ClientAddress(IReadOnlyList<IPNetwork> trustedProxies)
{
    private const string ForwardedFor = "X-Forwarded-For";

    /// <summary>The maximum number of proxies in a row. A header with more is forged.</summary>
    private const int MaximumProxies = 16;

    /// <summary>True if the address is that of a trusted proxy, which connects for many clients.</summary>
    public bool IsProxy(IPAddress address) => IsIn(trustedProxies, Plain(address)!);

    /// <returns>The client's address, or null if it is unknown.</returns>
    public IPAddress? Of(HttpContext http)
    {
        IPAddress? address = Plain(http.Connection.RemoteIpAddress);
        if (address is null || !IsProxy(address))
        {
            return address;
        }

        StringValues values = http.Request.Headers[ForwardedFor];
        int proxies = 0;
        for (int line = values.Count - 1; line >= 0; line--)
        {
            string[] hops = (values[line] ?? string.Empty).Split(',');
            for (int hop = hops.Length - 1; hop >= 0; hop--)
            {
                if (++proxies > MaximumProxies || Parse(hops[hop].Trim()) is not { } before)
                {
                    return null;
                }

                address = before;
                if (!IsProxy(address))
                {
                    return address;
                }
            }
        }

        // A client within the trusted network, unless there was no header.
        return proxies > 0 ? address : null;
    }

    public static bool IsIn(IReadOnlyList<IPNetwork> networks, IPAddress address)
    {
        foreach (IPNetwork network in networks)
        {
            if (network.Contains(address))
            {
                return true;
            }
        }

        return false;
    }

    private static IPAddress? Plain(IPAddress? address) => address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;

    /// <summary>Parses an address as proxies write it: alone, in brackets or with a port.</summary>
    private static IPAddress? Parse(string text)
    {
        if (IPAddress.TryParse(text, out IPAddress? address))
        {
            return Plain(address);
        }

        return IPEndPoint.TryParse(text, out IPEndPoint? endPoint) ? Plain(endPoint.Address) : null;
    }
}
