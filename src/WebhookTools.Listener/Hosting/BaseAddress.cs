using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

namespace WebhookTools.Listener.Hosting;

/// <summary>
/// What the addresses of reports begin with, without a slash at the end: the operator's word, or where the listener listens;
/// for one that listens on all addresses, the machine's name. Never what a request says of itself.
/// </summary>
internal sealed class BaseAddress
{
    private readonly string? _given;
    private readonly string _host;
    private string? _bound;

    public BaseAddress(ListenerOptions options)
    {
        _given = options.BaseUri?.AbsoluteUri.TrimEnd('/');
        bool isAny = options.Address.Equals(IPAddress.Any) || options.Address.Equals(IPAddress.IPv6Any);
        string literal = options.Address.AddressFamily == AddressFamily.InterNetworkV6 ? "[" + options.Address + "]" : options.Address.ToString();
        _host = isAny ? Dns.GetHostName() : literal;
    }

    /// <param name="http">Any request: they all came by the one port that is bound.</param>
    public string Of(HttpContext http) =>
        _given ?? (_bound ??= string.Create(CultureInfo.InvariantCulture, $"{http.Request.Scheme}://{_host}:{http.Connection.LocalPort}"));
}
