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

    /// <summary>The address to listen on; localhost and * (all) are understood. Default: 127.0.0.1.</summary>
    [Parameter]
    [IPAddressTransformation]
    [ValidateNotNull]
    public IPAddress Address { get; set; } = IPAddress.Loopback;

    /// <summary>The port to listen on; 0 takes a free one. Default: 3001.</summary>
    [Parameter(Position = 0)]
    [ValidateRange(0, 65_535)]
    public int Port { get; set; } = 3001;

    /// <summary>The log that every accepted webhook is written to before it is answered. Default: webhook.log in the current location.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string LogPath { get; set; } = DefaultLogPath;

    /// <summary>How the log is written: Json (one object per line) or Text (indented blocks for people). Default: Json.</summary>
    [Parameter]
    public LogFormat LogFormat { get; set; }

    /// <summary>What a 2xx promises: Synced (on the device), Flushed (with the operating system) or Buffered (nothing). Default: Synced.</summary>
    [Parameter]
    public Durability Durability { get; set; }

    /// <summary>The log is rotated when it would grow over this many bytes, at least 64KB; 0: never by size. Default: 24MB.</summary>
    [Parameter]
    [ValidateRange(0L, long.MaxValue)]
    public long MaximumLogSize { get; set; } = 25_165_824;

    /// <summary>Does not rotate the log at the first line of a new day.</summary>
    [Parameter]
    public SwitchParameter NoDailyRotation { get; set; }

    /// <summary>The most rotated logs that are kept. Default: all.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int? RetainedLogCount { get; set; }

    /// <summary>The age in days at which rotated logs are removed. Default: never.</summary>
    [Parameter]
    [ValidateRange(0.0, 36_500.0)]
    public double? RetainedLogDays { get; set; }

    /// <summary>The most bytes of rotated logs that are kept. Default: all.</summary>
    [Parameter]
    [ValidateRange(0L, long.MaxValue)]
    public long? RetainedLogSize { get; set; }

    /// <summary>Compresses rotated logs with gzip.</summary>
    [Parameter]
    public SwitchParameter CompressLog { get; set; }

    /// <summary>Bearer tokens, as strings or SecureStrings, any of which lets a request in. Default: none is asked for.</summary>
    [Parameter]
    public Secret[]? Token { get; set; }

    /// <summary>Bearer tokens, as strings or SecureStrings, any of which lets somebody read the live page, reports and metrics, and send nothing. Default: what lets a request in; where that is no token or credential, alerts can be read on this machine alone.</summary>
    [Parameter]
    public Secret[]? ReadToken { get; set; }

    /// <summary>User name and password that a request must show with basic authentication.</summary>
    [Parameter]
    [Credential]
    public PSCredential? Credential { get; set; }

    /// <summary>Files that hold a public key, as PEM or as the scheme writes it, for the schemes that sign with a private one.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? PublicKeyPath { get; set; }

    /// <summary>The log that webhooks are kept in whose signature was refused, with the verdict; bounded in size and rate. Default with -Scheme: beside the log, as webhook.rejected.log.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? RejectedLogPath { get; set; }

    /// <summary>Keeps no webhook whose signature was refused.</summary>
    [Parameter]
    public SwitchParameter NoRejectedLog { get; set; }

    /// <summary>Looks for the cause of each refused signature and says it, with what mends it, as a warning here; the sender is never told.</summary>
    [Parameter]
    public SwitchParameter Diagnose { get; set; }

    /// <summary>How many seconds the signed time may be from now. 0: the time is not looked at. Default: the scheme's own window.</summary>
    [Parameter]
    [ValidateRange(0.0, 1e9)]
    public double? ToleranceSec { get; set; }

    /// <summary>The networks that requests may come from, as 10.0.0.0/8 or a single address. Default: all.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] AllowedNetwork { get; set; } = [];

    /// <summary>The proxies whose X-Forwarded-For is believed, as networks or addresses. Default: none.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] TrustedProxy { get; set; } = [];

    /// <summary>The certificate for https: a PFX file (.pfx or .p12), or a PEM file. It is read again when it changes. Default: plain http.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? CertificatePath { get; set; }

    /// <summary>A PEM file with the certificate's key. Default: the key stands in the certificate's file.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? CertificateKeyPath { get; set; }

    /// <summary>The password of the certificate's file or of its key, as a string or a SecureString.</summary>
    [Parameter]
    public Secret? CertificatePassword { get; set; }

    /// <summary>Listens with https and a certificate that nobody trusts, for a try.</summary>
    [Parameter]
    public SwitchParameter SelfSigned { get; set; }

    /// <summary>Lets a listener without any authentication listen on an address that is not loopback.</summary>
    [Parameter]
    public SwitchParameter AllowUnauthenticated { get; set; }

    /// <summary>The protocols that are spoken; Tab lists them. Default: all.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ProtocolCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Protocol { get; set; }

    /// <summary>Other paths for a protocol, by its name: @{ alertmanager = '/alerts' }. A protocol that is not named keeps its own.</summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? Route { get; set; }

    /// <summary>Further paths that take any JSON, as /hooks/ci.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>The most bytes of a body, 1 to 1GB. Default: 1MB.</summary>
    [Parameter]
    [ValidateRange(1L, 1_073_741_824L)]
    public long MaximumBodySize { get; set; } = 1_048_576;

    /// <summary>The most connections at once. Default: 1024.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int MaximumConnections { get; set; } = 1024;

    /// <summary>Seconds within which the same alert is taken for a repeat; 0: never. Default: 60.</summary>
    [Parameter]
    [ValidateRange(0.0, 86_400.0)]
    public double DeduplicateSec { get; set; } = 60;

    /// <summary>Requests per minute of one client address; 0: no limit. Default: 100.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int RateLimitPerAddress { get; set; } = 100;

    /// <summary>Requests per minute in all; 0: no limit. Default: 1000.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int RateLimitTotal { get; set; } = 1000;

    /// <summary>What the address of reports begins with. Default: the listener's own address.</summary>
    [Parameter]
    [ValidateNotNull]
    public Uri? BaseUri { get; set; }

    /// <summary>Answers Alertmanager, too, with 429 over a limit. It gives up what a 429 answers, and so gets a 503 by default.</summary>
    [Parameter]
    public SwitchParameter RateLimitAlertmanagerWith429 { get; set; }

    /// <summary>A script block that is run for each alert, one after the other, in a runspace of its own. $_ is the alert.</summary>
    [Parameter]
    [ValidateNotNull]
    public ScriptBlock? OnAlert { get; set; }

    /// <summary>Arguments for the script block of -OnAlert.</summary>
    [Parameter]
    [Alias("Args")]
    public object?[] ArgumentList { get; set; } = [];

    /// <summary>An address that every accepted webhook is sent on to, as it came.</summary>
    [Parameter]
    [ValidateNotNull]
    public Uri? ForwardTo { get; set; }

    /// <summary>The scheme that forwarded webhooks are signed with.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(SchemeCompleter))]
    [ValidateNotNullOrEmpty]
    public string? ForwardScheme { get; set; }

    /// <summary>The secrets that forwarded webhooks are signed with, as strings or SecureStrings.</summary>
    [Parameter]
    public Secret[]? ForwardSecret { get; set; }

    /// <summary>A bearer token for the receiver of forwarded webhooks, as a string or a SecureString.</summary>
    [Parameter]
    public Secret? ForwardToken { get; set; }

    /// <summary>How many attempts follow the first one of a forwarded webhook. Default: 8.</summary>
    [Parameter]
    [ValidateRange(0, 100)]
    public int ForwardMaximumRetryCount { get; set; } = 8;

    /// <summary>How many webhooks are forwarded at once. Default: 1, which keeps their order.</summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int ForwardThrottleLimit { get; set; } = 1;

    /// <summary>Seconds that requests in flight, what is to be forwarded, and the script block of -OnAlert may take to end when the listener is stopped. Default: 10.</summary>
    [Parameter]
    [ValidateRange(0.0, 600.0)]
    public double StopTimeoutSec { get; set; } = 10;

    /// <inheritdoc/>
    protected override void OnEnd()
    {
        ListenerOptions options = CreateOptions();
        options.Validate();
        AlertScript? onAlert = OnAlert is null ? null : AlertScript.From(OnAlert, ArgumentList, MyInvocation.MyCommand.Module, SessionState);
        if (!ShouldProcess($"{(options.Tls is null ? "http" : "https")}://{new IPEndPoint(Address, Port)}/", $"Listen for webhooks, and keep them in {options.Journal.Path}"))
        {
            return;
        }

        Runspace owner = Runspace.DefaultRunspace;
        Run(async cancellationToken =>
        {
            ListenerInfo info = await ListenerRegistry.StartAsync(options, owner, onAlert, Tell, cancellationToken);
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

    /// <summary>The tokens. A variable that is empty must not open the listener to everyone.</summary>
    private IReadOnlyList<WebhookSecret> ConvertTokens(Secret[]? given, string parameter)
    {
        IReadOnlyList<WebhookSecret> tokens = SecretReader.Convert(given);
        return tokens.Count > 0 || !IsGiven(parameter) ? tokens : throw CommandErrors.TokenRequired(parameter);
    }

    /// <summary>The paths of each protocol: a name that stands for several has several entries.</summary>
    private Dictionary<string, IReadOnlyList<string>> ReadRoutes() =>
        DictionaryReader.Read(Route)
            .GroupBy(static route => route.Key, static route => route.Value, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(static routes => routes.Key, static routes => (IReadOnlyList<string>)[.. routes], StringComparer.OrdinalIgnoreCase);

    private TlsOptions? ReadTls()
    {
        if (CertificatePath is null)
        {
            string? idle = CertificateKeyPath is not null ? nameof(CertificateKeyPath) : IsGiven(nameof(CertificatePassword)) ? nameof(CertificatePassword) : null;
            return idle is not null ? throw CommandErrors.OptionNeeds(idle, nameof(CertificatePath))
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
            foreach (string idle in new[] { nameof(ForwardScheme), nameof(ForwardSecret), nameof(ForwardToken) }.Where(IsGiven))
            {
                throw CommandErrors.OptionNeeds(idle, nameof(ForwardTo));
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

    private void Tell(ListenerLogEntry entry) => Post(() =>
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
