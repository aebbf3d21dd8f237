using System.Net;
using WebhookTools.Core.Signatures;
using WebhookTools.Listener.Journal;
using WebhookTools.Listener.Protocols;

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

    /// <summary>The protocols that are spoken, by name in any case. Default: all of <see cref="WebhookProtocols.Names"/>.</summary>
    public IReadOnlyList<string> Protocols { get; init; } = WebhookProtocols.Names;

    /// <summary>The protocols that <see cref="Protocols"/> may name. Tests add their own.</summary>
    internal IReadOnlyList<ProtocolRegistration> AvailableProtocols { get; init; } = ProtocolRegistry.All;

    /// <summary>Paths in place of a protocol's own, by the protocol's name. A protocol that is not named keeps its own.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Routes { get; init; } = new Dictionary<string, IReadOnlyList<string>>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Further paths that take any JSON, as <c>/hooks/ci</c>; each begins with a slash.</summary>
    public IReadOnlyList<string> Paths { get; init; } = [];

    /// <summary>Bearer tokens, any of which lets a request in; empty: none is asked for.</summary>
    public IReadOnlyList<WebhookSecret> Tokens { get; init; } = [];

    /// <summary>
    /// Bearer tokens, any of which lets somebody read: the live page, reports and metrics. They let nobody send. Empty: what lets
    /// a request in lets read too; where that is neither a token nor a password, alerts are read on this machine alone.
    /// </summary>
    public IReadOnlyList<WebhookSecret> ReadTokens { get; init; } = [];

    /// <summary>
    /// The scheme that every request must be signed with, or null. <see cref="SignatureSchemes.Auto"/> takes any that protects
    /// the body: the sender chooses, so that a listener has the shortest memory of all of them for replays. Name the scheme
    /// where there is only one.
    /// </summary>
    public SignatureScheme? Scheme { get; init; }

    /// <summary>The secrets of the scheme, any of which may match.</summary>
    public IReadOnlyList<WebhookSecret> Secrets { get; init; } = [];

    /// <summary>What is said about the scheme beyond its name.</summary>
    public SignatureOptions SignatureOptions { get; init; } = SignatureOptions.Default;

    /// <summary>Where webhooks are kept whose signature was refused, or null: nowhere. Without a scheme there are none.</summary>
    public RejectedLogOptions? RejectedLog { get; init; }

    /// <summary>Looks for the cause of each refused signature, a few a minute, and tells it in the operator's log, never the sender. Default: false.</summary>
    public bool DiagnoseRejections { get; init; }

    /// <summary>User name and password for basic authentication, or null. Where tokens are set too, either of them lets a request in.</summary>
    public NetworkCredential? BasicCredential { get; init; }

    /// <summary>Lets a listener without any authentication, source networks included, listen on an address that is not loopback. Default: false.</summary>
    public bool AllowUnauthenticated { get; init; }

    /// <summary>The networks that requests may come from; empty: all. Probes of health may come from anywhere. Read one with <see cref="SourceNetwork.Parse"/>.</summary>
    public IReadOnlyList<IPNetwork> AllowedNetworks { get; init; } = [];

    /// <summary>The proxies whose X-Forwarded-For is believed; empty: none is.</summary>
    public IReadOnlyList<IPNetwork> TrustedProxies { get; init; } = [];

    /// <summary>The certificate to show, or null for plain HTTP.</summary>
    public TlsOptions? Tls { get; init; }

    /// <summary>
    /// The most bytes of a body, 1 to 1 GiB. Default: 1 MiB. All bodies under way share 32 MiB, or four times the largest one where that is more; the
    /// first 16 KiB of each are not counted, and what finds no memory is answered 503 with a Retry-After.
    /// </summary>
    public long MaximumBodySize { get; init; } = 1_048_576;

    /// <summary>The most connections at once, at least 1; one more is closed at once. Default: 1024.</summary>
    public int MaximumConnections { get; init; } = 1024;

    /// <summary>How long a request's headers may take to arrive, 1 s to 10 min. Default: 10 s.</summary>
    public TimeSpan RequestHeadersTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a connection may stay without a request, 1 s to 1 h. Default: 2 min.</summary>
    public TimeSpan KeepAliveTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The bytes per second that a body must arrive with on average, at least 1. Default: 1024.</summary>
    public int MinimumBodyRate { get; init; } = 1024;

    /// <summary>How long a body may be slower than <see cref="MinimumBodyRate"/> at its beginning, more than 1 s to 10 min. Default: 5 s.</summary>
    public TimeSpan MinimumBodyRateGracePeriod { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Seconds within which the same alert is taken for a repeat, up to a day; zero: never. Default: 60 s.</summary>
    public TimeSpan DeduplicationWindow { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Requests per minute of one client address; 0: no limit. Default: 100.</summary>
    public int RateLimitPerAddress { get; init; } = 100;

    /// <summary>Requests per minute in all; 0: no limit. Default: 1000.</summary>
    public int RateLimitTotal { get; init; } = 1000;

    /// <summary>
    /// Answers Alertmanager with 429 over a limit, as everyone else. Alertmanager never repeats what a 4xx answered,
    /// so by default it gets a 503, which it repeats. Default: false.
    /// </summary>
    public bool RateLimitAlertmanagerWith429 { get; init; }

    /// <summary>What the address of reports begins with, and the address that senders sign, or null for the listener's own.</summary>
    public Uri? BaseUri { get; init; }

    /// <summary>Where accepted webhooks are sent on to, or null. Repeats are not.</summary>
    public ForwardOptions? ForwardTo { get; init; }

    /// <summary>How long requests in flight, and what is still to be forwarded, may take to end when the listener is stopped, up to 10 min. Default: 10 s.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Checks every value.</summary>
    /// <exception cref="WebhookTools.Core.WebhookException">The first one that is not allowed, with what is.</exception>
    public void Validate() => ListenerOptionsValidator.Validate(this);
}
