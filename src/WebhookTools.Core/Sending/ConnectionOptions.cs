using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace WebhookTools.Core.Sending;

/// <summary>How a receiver is reached. Deliveries with equal options share one pooled handler.</summary>
public sealed record ConnectionOptions
{
    /// <summary>The system's proxy, trusted certificates only, HTTP/1.1 or 2.</summary>
    public static ConnectionOptions Default { get; } = new();

    /// <summary>Takes any certificate. Default: false.</summary>
    public bool SkipCertificateCheck { get; init; }

    /// <summary>The proxy's address, or null for the system's.</summary>
    public Uri? Proxy { get; init; }

    /// <summary>The proxy's credentials, or null.</summary>
    public NetworkCredential? ProxyCredential { get; init; }

    /// <summary>Uses no proxy, not even the system's. Default: false.</summary>
    public bool NoProxy { get; init; }

    /// <summary>The client's certificate with its private key, or null.</summary>
    public X509Certificate2? ClientCertificate { get; init; }

    /// <summary>The HTTP version to ask for: 1.1 or 2.0. Null: 2 over TLS where the receiver offers it, else 1.1.</summary>
    public Version? HttpVersion { get; init; }
}
