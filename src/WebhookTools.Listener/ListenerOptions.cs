using System.Net;
using WebhookTools.Core.Signatures;
using WebhookTools.Listener.Journal;

namespace WebhookTools.Listener;

/// <summary>How a listener listens. Validated once, by <see cref="Validate"/>, at the edge.</summary>
public sealed record ListenerOptions
{
    /// <summary>The port of Monasca's sample receivers.</summary>
    public const int DefaultPort = 3001;

    /// <summary>The address to bind. Default: 127.0.0.1.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>The port, 0 to 65535; 0 takes a free one. Default: 3001.</summary>
    public int Port { get; init; } = DefaultPort;

    /// <summary>Where accepted webhooks are kept.</summary>
    public required JournalOptions Journal { get; init; }

    /// <summary>Bearer tokens, any of which lets a request in; empty: none is asked for.</summary>
    public IReadOnlyList<WebhookSecret> Tokens { get; init; } = [];

    /// <summary>The scheme that every request must be signed with, or null.</summary>
    public SignatureScheme? Scheme { get; init; }

    /// <summary>The secrets of the scheme, any of which may match.</summary>
    public IReadOnlyList<WebhookSecret> Secrets { get; init; } = [];

    /// <summary>What is said about the scheme beyond its name.</summary>
    public SignatureOptions SignatureOptions { get; init; } = SignatureOptions.Default;

    /// <summary>User name and password for basic authentication, or null.</summary>
    public NetworkCredential? BasicCredential { get; init; }

    /// <summary>Lets a listener without any authentication listen on an address that is not loopback. Default: false.</summary>
    public bool AllowUnauthenticated { get; init; }

    /// <summary>Further paths that take any JSON, as <c>/hooks/ci</c>; each begins with a slash.</summary>
    public IReadOnlyList<string> Paths { get; init; } = [];

    /// <summary>The most bytes of a body, 1 to 1 GiB. Default: 1 MiB.</summary>
    public long MaximumBodySize { get; init; } = 1_048_576;

    /// <summary>The most connections at once, at least 1. Default: 1024.</summary>
    public int MaximumConnections { get; init; } = 1024;

    /// <summary>Seconds within which the same alert is taken for a repeat; zero: never. Default: 60 s.</summary>
    public TimeSpan DeduplicationWindow { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Requests per minute of one client address; 0: no limit. Default: 100.</summary>
    public int RateLimitPerAddress { get; init; } = 100;

    /// <summary>Requests per minute in all; 0: no limit. Default: 1000.</summary>
    public int RateLimitTotal { get; init; } = 1000;

    /// <summary>What the address of reports begins with, or null for the listener's own.</summary>
    public Uri? BaseUri { get; init; }

    /// <summary>Checks every value.</summary>
    /// <exception cref="WebhookTools.Core.WebhookException">The first one that is not allowed, with what is.</exception>
    public void Validate() => throw new NotImplementedException();
}
