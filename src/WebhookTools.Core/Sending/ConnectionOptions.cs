using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace WebhookTools.Core.Sending;

/// <summary>How to connect to a receiver. Deliveries with equal options share their connections.</summary>
public sealed record ConnectionOptions
{
    /// <summary>Gets the default options: the system's proxy, trusted certificates only, HTTP/1.1 or HTTP/2.</summary>
    public static ConnectionOptions Default { get; } = new();

    /// <summary>True to accept any certificate. The default is false.</summary>
    public bool SkipCertificateCheck { get; init; }

    /// <summary>The proxy address (http, https, socks4, socks4a or socks5), or null for the system's proxy. It must not contain user information, which would be logged.</summary>
    public Uri? Proxy { get; init; }

    /// <summary>The proxy credentials, or null.</summary>
    public NetworkCredential? ProxyCredential { get; init; }

    /// <summary>True to use no proxy, not even the system's. The default is false.</summary>
    public bool NoProxy { get; init; }

    /// <summary>The client certificate with its private key, or null.</summary>
    public X509Certificate2? ClientCertificate { get; init; }

    /// <summary>The HTTP version to use: 1.1 or 2.0. If null, 2.0 over TLS if the receiver supports it, otherwise 1.1.</summary>
    public Version? HttpVersion { get; init; }

    /// <summary>Compares by value, so that a credential that is created anew for each command finds the same connections again.</summary>
    public bool Equals(ConnectionOptions? other) =>
        ReferenceEquals(this, other)
        || (other is not null
            && SkipCertificateCheck == other.SkipCertificateCheck
            && NoProxy == other.NoProxy
            && Equals(Proxy, other.Proxy)
            && Equals(HttpVersion, other.HttpVersion)
            && AreEqual(ProxyCredential, other.ProxyCredential)
            && AreEqual(ClientCertificate, other.ClientCertificate));

    /// <inheritdoc/>
    public override int GetHashCode() =>
        HashCode.Combine(SkipCertificateCheck, NoProxy, Proxy, HttpVersion, ProxyCredential?.UserName, ClientCertificate?.GetCertHashString());

    /// <exception cref="WebhookException">A value is invalid.</exception>
    internal void Validate()
    {
        if (Proxy is not null)
        {
            if (NoProxy)
            {
                throw DeliveryOptionErrors.ProxyAndNoProxy();
            }

            if (!Proxy.IsAbsoluteUri || Proxy.Scheme is not ("http" or "https" or "socks4" or "socks4a" or "socks5"))
            {
                throw DeliveryOptionErrors.ProxyNotSupported(Proxy);
            }

            if (Proxy.UserInfo.Length > 0)
            {
                throw DeliveryOptionErrors.ProxyHasUserInformation();
            }
        }

        if (ProxyCredential is not null && NoProxy)
        {
            throw DeliveryOptionErrors.ProxyAndNoProxy();
        }

        if (ClientCertificate is { HasPrivateKey: false })
        {
            throw DeliveryOptionErrors.ClientCertificateWithoutKey(ClientCertificate.Subject);
        }

        if (HttpVersion is not null && HttpVersion != System.Net.HttpVersion.Version11 && HttpVersion != System.Net.HttpVersion.Version20)
        {
            throw DeliveryOptionErrors.HttpVersionNotSupported(HttpVersion);
        }
    }

    /// <summary>Returns the proxy for requests to a URI, or null if there is none.</summary>
    internal Uri? FindProxy(Uri uri)
    {
        if (NoProxy)
        {
            return null;
        }

        return Proxy ?? (HttpClient.DefaultProxy.IsBypassed(uri) ? null : HttpClient.DefaultProxy.GetProxy(uri));
    }

    private static bool AreEqual(NetworkCredential? one, NetworkCredential? other) =>
        ReferenceEquals(one, other)
        || (one is not null
            && other is not null
            && string.Equals(one.UserName, other.UserName, StringComparison.Ordinal)
            && string.Equals(one.Domain, other.Domain, StringComparison.Ordinal)
            && string.Equals(one.Password, other.Password, StringComparison.Ordinal));

    private static bool AreEqual(X509Certificate2? one, X509Certificate2? other) =>
        ReferenceEquals(one, other)
        || (one is not null
            && other is not null
            && one.RawDataMemory.Span.SequenceEqual(other.RawDataMemory.Span));
}
