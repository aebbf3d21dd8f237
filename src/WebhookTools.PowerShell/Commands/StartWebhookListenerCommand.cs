using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Net;
using WebhookTools.Core.Sending;
using WebhookTools.Core.Signatures;
using WebhookTools.Listener;
using WebhookTools.Listener.Journal;
using WebhookTools.Listener.Protocols;
using WebhookTools.PowerShell.Completion;
using WebhookTools.PowerShell.Errors;
using WebhookTools.PowerShell.Input;
using WebhookTools.PowerShell.Listeners;
using WebhookTools.PowerShell.Output;
using WebhookTools.PowerShell.Pipeline;

namespace WebhookTools.PowerShell.Commands;

/// <summary>Starts a listener in the background of this PowerShell session.</summary>
[Cmdlet(VerbsLifecycle.Start, "WebhookListener", SupportsShouldProcess = true)]
[OutputType(typeof(ListenerInfo))]
public sealed class StartWebhookListenerCommand : SigningCommand
{
    private const string DefaultLogPath = "webhook.log";

    /// <summary>The address to listen on. localhost and * (all addresses) are accepted. The default is 127.0.0.1.</summary>
    [Parameter]
    [IPAddressTransformation]
    [ValidateNotNull]
    public IPAddress Address { get; set; } = IPAddress.Loopback;

    /// <summary>The port to listen on. 0 selects a free one. The default is 3001.</summary>
    [Parameter(Position = 0)]
    [ValidateRange(0, 65_535)]
    public int Port { get; set; } = 3001;

    /// <summary>The path of the log, to which every accepted webhook is written before the response. The default is webhook.log in the current location.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string LogPath { get; set; } = DefaultLogPath;

    /// <summary>The format of the log: Json (one object per line) or Text (indented blocks for people to read). The default is Json.</summary>
    [Parameter]
    public LogFormat LogFormat { get; set; }

    /// <summary>What a 2xx response promises: the webhook is on the device (Synced) or passed to the operating system (Flushed), or nothing (Buffered). The default is Synced.</summary>
    [Parameter]
    public Durability Durability { get; set; }

    /// <summary>The maximum size of the active log in bytes, at least 64KB. A line that would exceed it rotates the log. 0 turns rotation by size off. The default is 24MB.</summary>
    [Parameter]
    [ValidateRange(0L, long.MaxValue)]
    public long MaximumLogSize { get; set; } = 25_165_824;

    /// <summary>Turns off the rotation at the first line of a new day.</summary>
    [Parameter]
    public SwitchParameter NoDailyRotation { get; set; }

    /// <summary>The maximum number of rotated logs to keep. The default is all.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int? RetainedLogCount { get; set; }

    /// <summary>The age in days at which rotated logs are removed. The default is never.</summary>
    [Parameter]
    [ValidateRange(0.0, 36_500.0)]
    public double? RetainedLogDays { get; set; }

    /// <summary>The maximum total size of rotated logs to keep, in bytes. The default is all.</summary>
    [Parameter]
    [ValidateRange(0L, long.MaxValue)]
    public long? RetainedLogSize { get; set; }

    /// <summary>Compresses rotated logs with gzip.</summary>
    [Parameter]
    public SwitchParameter CompressLog { get; set; }

    /// <summary>Bearer tokens, as strings or SecureStrings. Any of them authorizes a sender. By default no token is required.</summary>
    [Parameter]
    public Secret[]? Token { get; set; }

    /// <summary>Bearer tokens, as strings or SecureStrings. Any of them authorizes a reader of the live page, the reports and the metrics, but not a sender. By default the senders' token or credential authorizes readers as well; without those, alerts can be read on this machine only.</summary>
    [Parameter]
    public Secret[]? ReadToken { get; set; }

    /// <summary>The user name and password that senders present by basic authentication.</summary>
    [Parameter]
    [Credential]
    public PSCredential? Credential { get; set; }

    /// <summary>The paths of files with a public key, as PEM or in the scheme's own format, for schemes that sign with a private key.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? PublicKeyPath { get; set; }

    /// <summary>The path of the log of webhooks whose signature was rejected, with the verdict. Its size and rate are limited. With -Scheme, the default is webhook.rejected.log for the log webhook.log.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? RejectedLogPath { get; set; }

    /// <summary>Does not record webhooks whose signature was rejected.</summary>
    [Parameter]
    public SwitchParameter NoRejectedLog { get; set; }

    /// <summary>Looks for the cause of rejected signatures and reports it, with a fix, as a warning. The sender is never told.</summary>
    [Parameter]
    public SwitchParameter Diagnose { get; set; }

    /// <summary>The maximum difference between the signed time and now, in seconds. 0 turns the check off. The default is the scheme's own.</summary>
    [Parameter]
    [ValidateRange(0.0, 1e9)]
    public double? ToleranceSec { get; set; }

    /// <summary>The networks from which requests are accepted, such as 10.0.0.0/8 or a single address. The default is all.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] AllowedNetwork { get; set; } = [];

    /// <summary>The proxies whose X-Forwarded-For header is trusted, as networks or addresses. The default is none. A request that comes from one of them without a valid header is a stranger's.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] TrustedProxy { get; set; } = [];

    /// <summary>The certificate for HTTPS: a PFX file (.pfx or .p12) or a PEM file. It is reloaded when it changes. The default is HTTP.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? CertificatePath { get; set; }

    /// <summary>A PEM file with the certificate's key. By default the key is in the certificate's file.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? CertificateKeyPath { get; set; }

    /// <summary>The password of the certificate's file or of its key, as a string or a SecureString.</summary>
    [Parameter]
    public Secret? CertificatePassword { get; set; }

    /// <summary>Listens with HTTPS and a self-signed certificate, for testing.</summary>
    [Parameter]
    public SwitchParameter SelfSigned { get; set; }

    /// <summary>Allows a listener without any authentication on an address other than loopback. It still rejects what the web page of another site sends.</summary>
    [Parameter]
    public SwitchParameter AllowUnauthenticated { get; set; }

    /// <summary>The protocols to enable. Press Tab to list them. The default is all.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ProtocolCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Protocol { get; set; }

    /// <summary>Paths that replace the default paths of a protocol, by its name: @{ alertmanager = '/alerts' }.</summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? Route { get; set; }

    /// <summary>Additional paths that accept any JSON, such as /hooks/ci.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>The maximum size of a body in bytes, 1 to 1GB. The default is 1MB.</summary>
    [Parameter]
    [ValidateRange(1L, 1_073_741_824L)]
    public long MaximumBodySize { get; set; } = 1_048_576;

    /// <summary>The maximum number of connections. The default is 1024. It is lower if the process may not open as many files (ulimit -n).</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int MaximumConnections { get; set; } = 1024;

    /// <summary>The maximum number of connections from one address. The default is an eighth of all, but at least 8. It does not apply to trusted proxies.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? MaximumConnectionsPerAddress { get; set; }

    /// <summary>The time in seconds within which an alert with the same fingerprint and content is a duplicate. 0 turns deduplication off. The default is 60.</summary>
    [Parameter]
    [ValidateRange(0.0, 86_400.0)]
    public double DeduplicateSec { get; set; } = 60;

    /// <summary>The maximum number of requests per minute from one address, authorized or not. 0 means no limit. The default is 100.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int RateLimitPerAddress { get; set; } = 100;

    /// <summary>The maximum number of authorized requests per minute in total. Unauthorized ones have a limit of their own of the same size. 0 means no limit. The default is 1000.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int RateLimitTotal { get; set; } = 1000;

    /// <summary>The address at which senders and readers reach the listener, if it differs from the listener's own, for example behind a proxy.</summary>
    [Parameter]
    [ValidateNotNull]
    public Uri? BaseUri { get; set; }

    /// <summary>Answers Alertmanager with status 429 over a rate limit. By default it gets status 503, because it retries after a 503 but not after a 429.</summary>
    [Parameter]
    public SwitchParameter RateLimitAlertmanagerWith429 { get; set; }

    /// <summary>A script block to run for each alert, one at a time, in a separate runspace. $_ is the alert.</summary>
    [Parameter]
    [ValidateNotNull]
    public ScriptBlock? OnAlert { get; set; }

    /// <summary>Arguments for the script block of -OnAlert.</summary>
    [Parameter]
    [Alias("Args")]
    public object?[] ArgumentList { get; set; } = [];

    /// <summary>The address of a receiver to which every accepted webhook is forwarded.</summary>
    [Parameter]
    [ValidateNotNull]
    public Uri? ForwardTo { get; set; }

    /// <summary>The scheme to sign forwarded webhooks with.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(SchemeCompleter))]
    [ValidateNotNullOrEmpty]
    public string? ForwardScheme { get; set; }

    /// <summary>The secrets to sign forwarded webhooks with, as strings or SecureStrings.</summary>
    [Parameter]
    public Secret[]? ForwardSecret { get; set; }

    /// <summary>A bearer token for the receiver of forwarded webhooks, as a string or a SecureString.</summary>
    [Parameter]
    public Secret? ForwardToken { get; set; }

    /// <summary>The number of retries of a forwarded webhook. The default is 8.</summary>
    [Parameter]
    [ValidateRange(0, 100)]
    public int ForwardMaximumRetryCount { get; set; } = 8;

    /// <summary>The number of webhooks that are forwarded concurrently. The default is 1, which preserves their order.</summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int ForwardThrottleLimit { get; set; } = 1;

    /// <summary>The time in seconds that a stop waits for requests in progress, forwarded webhooks and the script block of -OnAlert. The default is 10.</summary>
    [Parameter]
    [ValidateRange(0.0, 600.0)]
    public double StopTimeoutSec { get; set; } = 10;

    /// <inheritdoc/>
    protected override void OnEnd()
    {
        ListenerOptions options = CreateOptions();
        options.Validate();
        AlertScript? onAlert = OnAlert is null ? null : AlertScript.From(OnAlert, ArgumentList, MyInvocation.MyCommand.Module, SessionState);
        if (!ShouldProcess($"{(options.Tls is null ? "http" : "https")}://{new IPEndPoint(Address, Port)}/", $"Listen for webhooks and write them to {options.Journal.Path}"))
        {
            return;
        }

        Runspace owner = Runspace.DefaultRunspace;
        Run(async cancellationToken =>
        {
            ListenerInfo info = await ListenerRegistry.StartAsync(options, owner, onAlert, WriteLogEntry, cancellationToken);
            await OutputAsync(info, cancellationToken);
        });
    }

    private ListenerOptions CreateOptions()
    {
        SignatureScheme? scheme = FindVerifier();
        string logPath = ResolvePath(LogPath);
        return new ListenerOptions
        {
            Address = Address,
            Port = Port,
            Journal = new JournalOptions
            {
                Path = logPath,
                Format = Enum.Parse<JournalFormat>(LogFormat.ToString()),
                Durability = Enum.Parse<JournalDurability>(Durability.ToString()),
                MaximumSize = MaximumLogSize,
                RotateDaily = !NoDailyRotation,
                RetainedFileCount = RetainedLogCount,
                RetainedAge = RetainedLogDays is { } days ? TimeSpan.FromDays(days) : null,
                RetainedSize = RetainedLogSize,
                Compress = CompressLog,
            },
            Tokens = ConvertTokens(Token, nameof(Token)),
            ReadTokens = ConvertTokens(ReadToken, nameof(ReadToken)),
            Scheme = scheme,
            Secrets = scheme is null ? [] : RequireSecrets(PublicKeyPath),
            RejectedLog = scheme is null ? null : CreateRejectedLog(logPath),
            DiagnoseRejections = Diagnose,
            SignatureOptions = CreateSignatureOptions(ToleranceSec is { } seconds ? TimeSpan.FromSeconds(seconds) : null),
            BasicCredential = Credential?.GetNetworkCredential(),
            AllowUnauthenticated = AllowUnauthenticated,
            AllowedNetworks = [.. AllowedNetwork.Select(SourceNetwork.Parse)],
            TrustedProxies = [.. TrustedProxy.Select(SourceNetwork.Parse)],
            Tls = ReadTls(),
            ForwardTo = ReadForward(),
            Protocols = Protocol ?? WebhookProtocols.Names,
            Routes = ReadRoutes(),
            Paths = Path,
            MaximumBodySize = MaximumBodySize,
            MaximumConnections = MaximumConnections,
            MaximumConnectionsPerAddress = MaximumConnectionsPerAddress,
            DeduplicationWindow = TimeSpan.FromSeconds(DeduplicateSec),
            RateLimitPerAddress = RateLimitPerAddress,
            RateLimitTotal = RateLimitTotal,
            RateLimitAlertmanagerWith429 = RateLimitAlertmanagerWith429,
            StopTimeout = TimeSpan.FromSeconds(StopTimeoutSec),
            BaseUri = BaseUri,
        };
    }

    private RejectedLogOptions? CreateRejectedLog(string logPath)
    {
        if (NoRejectedLog)
        {
            return RejectedLogPath is null ? null : throw CommandErrors.RejectedLogTwice();
        }

        return new RejectedLogOptions { Path = RejectedLogPath is null ? RejectedLogOptions.PathBeside(logPath) : ResolvePath(RejectedLogPath) };
    }

    /// <summary>Converts tokens. An empty variable must not open the listener to everyone.</summary>
    private IReadOnlyList<WebhookSecret> ConvertTokens(Secret[]? given, string parameter)
    {
        IReadOnlyList<WebhookSecret> tokens = SecretReader.Convert(given);
        return tokens.Count > 0 || !IsGiven(parameter) ? tokens : throw CommandErrors.TokenRequired(parameter);
    }

    /// <summary>Reads the paths of each protocol, of which there may be several.</summary>
    private Dictionary<string, IReadOnlyList<string>> ReadRoutes() =>
        DictionaryReader.Read(Route)
            .GroupBy(static route => route.Key, static route => route.Value, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(static routes => routes.Key, static routes => (IReadOnlyList<string>)[.. routes], StringComparer.OrdinalIgnoreCase);

    private TlsOptions? ReadTls()
    {
        if (CertificatePath is null)
        {
            string? unused = CertificateKeyPath is not null ? nameof(CertificateKeyPath) : IsGiven(nameof(CertificatePassword)) ? nameof(CertificatePassword) : null;
            return unused is not null ? throw CommandErrors.OptionNeeds(unused, nameof(CertificatePath))
                : SelfSigned ? new TlsOptions { SelfSigned = true } : null;
        }

        var tls = TlsOptions.FromFile(
            ResolvePath(CertificatePath),
            CertificateKeyPath is null ? null : ResolvePath(CertificateKeyPath),
            IsGiven(nameof(CertificatePassword)) ? SecretReader.Convert(CertificatePassword) : null);
        return tls with { SelfSigned = SelfSigned };
    }

    private ForwardOptions? ReadForward()
    {
        if (ForwardTo is null)
        {
            foreach (string unused in new[] { nameof(ForwardScheme), nameof(ForwardSecret), nameof(ForwardToken) }.Where(IsGiven))
            {
                throw CommandErrors.OptionNeeds(unused, nameof(ForwardTo));
            }

            return null;
        }

        if (ForwardScheme is null && IsGiven(nameof(ForwardSecret)))
        {
            throw CommandErrors.OptionNeeds(nameof(ForwardSecret), nameof(ForwardScheme));
        }

        return new ForwardOptions
        {
            Uri = ForwardTo,
            Signing = ForwardScheme is null ? null : new SigningOptions { Scheme = SignatureSchemes.Get(ForwardScheme), Secrets = SecretReader.Convert(ForwardSecret) },
            Credential = IsGiven(nameof(ForwardToken)) ? DeliveryCredential.Bearer(SecretReader.Convert(ForwardToken)) : null,
            Retry = ForwardOptions.DefaultRetry with { MaximumRetryCount = ForwardMaximumRetryCount },
            Concurrency = ForwardThrottleLimit,
        };
    }

    private void WriteLogEntry(ListenerLogEntry entry) => Post(() =>
    {
        if (entry.Level >= ListenerLogLevel.Warning)
        {
            WriteWarning(entry.Message);
        }
        else
        {
            WriteVerbose(entry.Message);
        }
    });
}

/// <summary>Where a webhook is stored when the listener responds with 2xx.</summary>
public enum Durability
{
    /// <summary>On the device (fsync). The webhook survives a power failure.</summary>
    Synced,

    /// <summary>In the cache of the operating system. The webhook survives a crash of the process.</summary>
    Flushed,

    /// <summary>In the process's memory. It is written within a second and does not survive a crash.</summary>
    Buffered,
}

/// <summary>The format of a listener's journal.</summary>
public enum LogFormat
{
    /// <summary>One JSON object per line.</summary>
    Json,

    /// <summary>Indented blocks between markers, for human readers and legacy monitors.</summary>
    Text,
}
