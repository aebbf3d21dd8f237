using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace WebhookTools.Listener.Limits;

/// <summary>
/// Who a request comes from. What a proxy says of it counts only where the operator trusts the proxy:
/// of X-Forwarded-For, read from its end, the first address that is no trusted proxy itself.
/// </summary>
internal sealed class ClientAddress(IReadOnlyList<IPNetwork> trustedProxies)
{
    private const string ForwardedFor = "X-Forwarded-For";

    /// <summary>More proxies in a row than anyone has: beyond, the header is somebody's invention.</summary>
    private const int MaximumProxies = 16;

    public IPAddress? Of(HttpContext http)
    {
        IPAddress? address = Plain(http.Connection.RemoteIpAddress);
        if (trustedProxies.Count == 0 || address is null)
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
                if (!IsTrusted(address) || ++proxies > MaximumProxies || Parse(hops[hop].Trim()) is not { } before)
                {
                    return address;
                }

                address = before;
            }
        }

        return address;
    }

    /// <summary>Whether one of the networks holds the address.</summary>
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

    /// <summary>An address as proxies write it: alone, in brackets, or with a port behind it.</summary>
    private static IPAddress? Parse(string text)
    {
        if (IPAddress.TryParse(text, out IPAddress? address))
        {
            return Plain(address);
        }

        return IPEndPoint.TryParse(text, out IPEndPoint? endPoint) ? Plain(endPoint.Address) : null;
    }

    private bool IsTrusted(IPAddress address) => IsIn(trustedProxies, address);
}
