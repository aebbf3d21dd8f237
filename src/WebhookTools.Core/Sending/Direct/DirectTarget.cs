namespace WebhookTools.Core.Sending.Direct;

/// <summary>Where a request goes, taken apart once: an address works out its parts anew whenever it is asked.</summary>
internal sealed class DirectTarget
{
    public DirectTarget(Uri uri)
    {
        Uri = uri;
        Host = uri.IdnHost;
        Port = uri.Port;
        Key = uri.Authority;
        PathAndQuery = uri.PathAndQuery;
        string host = uri.HostNameType == UriHostNameType.IPv6 ? uri.Host : uri.IdnHost;
        HostHeader = uri.IsDefaultPort ? host : FormattableString.Invariant($"{host}:{uri.Port}");
    }

    /// <summary>The address.</summary>
    public Uri Uri { get; }

    /// <summary>The host's name or number.</summary>
    public string Host { get; }

    /// <summary>The port.</summary>
    public int Port { get; }

    /// <summary>What connections to the same place have in common.</summary>
    public string Key { get; }

    /// <summary>What the request asks for.</summary>
    public string PathAndQuery { get; }

    /// <summary>The value of <c>Host</c>.</summary>
    public string HostHeader { get; }
}
