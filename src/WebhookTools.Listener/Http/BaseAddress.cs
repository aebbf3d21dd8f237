using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

namespace WebhookTools.Listener.Http;

/// <summary>
/// What the addresses of reports begin with, without a final slash: the configured base address, otherwise the address that the
/// listener is bound to, with the machine's name in place of "any address". A request cannot influence it.
/// </summary>
internal sealed class BaseAddress
{
    private readonly string? _configured;
    private readonly string _host;
    private string? _bound;

    public BaseAddress(ListenerOptions options)
    {
        _configured = options.BaseUri?.AbsoluteUri.TrimEnd('/');
        bool isAny = options.Address.Equals(IPAddress.Any) || options.Address.Equals(IPAddress.IPv6Any);
        string literal = options.Address.AddressFamily == AddressFamily.InterNetworkV6 ? "[" + options.Address + "]" : options.Address.ToString();
        _host = isAny ? Dns.GetHostName() : literal;
    }

    /// <param name="http">Any request. All of them arrive at the one bound port.</param>
    public string Of(HttpContext http) =>
        _configured ?? (_bound ??= string.Create(CultureInfo.InvariantCulture, $"{http.Request.Scheme}://{_host}:{http.Connection.LocalPort}"));
}
