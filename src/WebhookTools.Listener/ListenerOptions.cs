using System.Net;
using WebhookTools.Core.Masking;
using WebhookTools.Core.Signatures;
using WebhookTools.Listener.Journal;
using WebhookTools.Listener.Protocols;

namespace WebhookTools.Listener;

/// <summary>The options of a listener. <see cref="WebhookListener.StartAsync(ListenerOptions, TimeProvider, Action{ListenerLogEntry}?, CancellationToken)"/> validates them.</summary>
public sealed record ListenerOptions
{
    /// <summary>The default port, which Monasca's sample receivers use.</summary>
    public const int DefaultPort = 3001;

    /// <summary>The address to listen on. The default is 127.0.0.1.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>The port, 0 to 65535. Port 0 selects a free one. The default is 3001.</summary>
    public int Port { get; init; } = DefaultPort;

    /// <summary>The journal, to which accepted webhooks are added.</summary>
    public required JournalOptions Journal { get; init; }

    /// <summary>The names of the enabled protocols, in any case. The default is all of <see cref="WebhookProtocols.Names"/>.</summary>
    public IReadOnlyList<string> Protocols { get; init; } = WebhookProtocols.Names;

    /// <summary>The protocols that <see cref="Protocols"/> may name. Tests add their own.</summary>
    internal IReadOnlyList<ProtocolRegistration> AvailableProtocols { get; init; } = ProtocolRegistry.All;

    /// <summary>Paths by protocol name, which replace the default paths of that protocol.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Routes { get; init; } = new Dictionary<string, IReadOnlyList<string>>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Additional paths that accept any JSON, such as <c>/hooks/ci</c>. Each starts with a slash.</summary>
    public IReadOnlyList<string> Paths { get; init; } = [];

    /// <summary>Bearer tokens, any of which authorizes a sender. If empty, no token is required.</summary>
    public IReadOnlyList<WebhookSecret> Tokens { get; init; } = [];

    /// <summary>
    /// Bearer tokens, any of which authorizes a reader of the live page, the reports and the metrics, but not a sender. If empty,
    /// the senders' credentials authorize readers as well; without those, alerts can be read on this machine only.
    /// </summary>
    public IReadOnlyList<WebhookSecret> ReadTokens { get; init; } = [];

    /// <summary>
    /// The scheme that every webhook must be signed with, or null. <see cref="SignatureSchemes.Auto"/> accepts every scheme that
    /// protects the body. With it the sender chooses, and can choose a scheme without a timestamp, so name the scheme if there is
    /// only one.
    /// </summary>
    public SignatureScheme? Scheme { get; init; }

    /// <summary>The secrets of the scheme, any of which may match.</summary>
    public IReadOnlyList<WebhookSecret> Secrets { get; init; } = [];

    /// <summary>The options of the scheme.</summary>
    public SignatureOptions SignatureOptions { get; init; } = SignatureOptions.Default;

    /// <summary>The log of webhooks whose signature was rejected, or null for none. It is used only with a scheme.</summary>
    public RejectedLogOptions? RejectedLog { get; init; }

    /// <summary>True to look for the cause of rejected signatures, a few per minute, and to report it in the log but never to the sender. The default is false.</summary>
    public bool DiagnoseRejections { get; init; }

    /// <summary>The user name and password for basic authentication, or null. If tokens are set as well, either authorizes a sender.</summary>
    public NetworkCredential? BasicCredential { get; init; }

    /// <summary>True to allow a listener without any authentication, allowed networks included, on an address other than loopback. The default is false.</summary>
    public bool AllowUnauthenticated { get; init; }

    /// <summary>The networks from which requests are accepted; if empty, all. Health probes are accepted from everywhere. <see cref="SourceNetwork.Parse"/> reads a network.</summary>
    public IReadOnlyList<IPNetwork> AllowedNetworks { get; init; } = [];

    /// <summary>The proxies whose X-Forwarded-For header is trusted. The default is none.</summary>
    public IReadOnlyList<IPNetwork> TrustedProxies { get; init; } = [];

    /// <summary>The certificate for HTTPS, or null for HTTP.</summary>
    public TlsOptions? Tls { get; init; }

    /// <summary>
    /// The maximum size of a body in bytes, 1 to 1 GiB. The default is 1 MiB. All bodies in progress share 32 MiB, or four times the
    /// maximum size if that is more, and those from one address an eighth of it, or the maximum size if that is more. The first 16 KiB of
    /// each are not counted. A body for which there is no memory is rejected with status 503 and Retry-After.
    /// </summary>
    public long MaximumBodySize { get; init; } = 1_048_576;

    /// <summary>
    /// The maximum number of connections, at least 1. Further ones are closed at once. The default is 1024. If the process may not open
    /// as many files, the listener starts with a lower maximum and logs it.
    /// </summary>
    public int MaximumConnections { get; init; } = 1024;

    /// <summary>
    /// The maximum number of connections from one address, at least 1. Further ones are closed at once. Null for an eighth of all, but at
    /// least 8. It does not apply to <see cref="TrustedProxies"/>, which connect for many clients.
    /// </summary>
    public int? MaximumConnectionsPerAddress { get; init; }

    /// <summary>The number of files and sockets that the process needs for something other than the listener, such as the pipes to its child processes. The default is 0.</summary>
    public int ReservedFiles { get; init; }

    /// <summary>The time within which the headers of a request must arrive, 1 s to 10 min. The default is 10 s.</summary>
    public TimeSpan RequestHeadersTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The time after which an idle connection is closed, 1 s to 1 h. The default is 2 min.</summary>
    public TimeSpan KeepAliveTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// The minimum average rate of a body in bytes per second, at least 1. The default is 32 KiB per second, so that a sender that holds
    /// back the end of a body of 1 MiB is cut off after 32 s.
    /// </summary>
    public int MinimumBodyRate { get; init; } = 32 * 1024;

    /// <summary>The time for which the beginning of a body may be slower than <see cref="MinimumBodyRate"/>, more than 1 s to 10 min. The default is 10 s.</summary>
    public TimeSpan MinimumBodyRateGracePeriod { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The time within which an alert with the same fingerprint and content is a duplicate, up to 1 day. Zero turns deduplication off. The default is 60 s.</summary>
    public TimeSpan DeduplicationWindow { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The maximum number of requests per minute from one address, authorized or not. 0 means no limit. The default is 100.</summary>
    public int RateLimitPerAddress { get; init; } = 100;

    /// <summary>The maximum number of authorized requests per minute in total. Unauthorized ones have a limit of their own of the same size. 0 means no limit. The default is 1000.</summary>
    public int RateLimitTotal { get; init; } = 1000;

    /// <summary>
    /// True to answer Alertmanager with status 429 over a rate limit, like other senders. Alertmanager never retries after a 4xx, so
    /// by default it gets status 503, after which it retries. The default is false.
    /// </summary>
    public bool RateLimitAlertmanagerWith429 { get; init; }

    /// <summary>The address at which senders and readers reach the listener: the one that senders sign and that report links start with. Null for the listener's own address.</summary>
    public Uri? BaseUri { get; init; }

    /// <summary>The receiver to which accepted webhooks are forwarded, or null. Duplicates are not forwarded.</summary>
    public ForwardOptions? ForwardTo { get; init; }

    /// <summary>The time that a stop waits for requests in progress and for webhooks that are still to be forwarded, up to 10 min. The default is 10 s.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Returns the mask for every secret of the listener. A public key is not secret.</summary>
    internal SecretMask CreateMask() => new(
    [
        .. Tokens.Concat(ReadTokens).Concat(Secrets).Where(static secret => !secret.IsPublicKey).Select(static secret => secret.Reveal()),
        BasicCredential?.Password,
    ]);

    /// <summary>Validates all options.</summary>
    /// <exception cref="WebhookTools.Core.WebhookException">An option is invalid. The message says which values are valid.</exception>
    public void Validate() => ListenerOptionsValidator.Validate(this);
}
