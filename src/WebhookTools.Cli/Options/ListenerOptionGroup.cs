using System.CommandLine;
using System.Globalization;
using System.Net;
using WebhookTools.Cli.Errors;
using WebhookTools.Cli.Syntax;
using WebhookTools.Core.Signatures;
using WebhookTools.Listener;

namespace WebhookTools.Cli.Options;

/// <summary>A listener's address, authentication, routes and limits.</summary>
internal sealed class ListenerOptionGroup
{
    // Container runtimes kill a process ten seconds after they asked it to stop.
    private const string DefaultStopSeconds = "8";

    private readonly ValueOption<IPAddress> _address = new("--address", "The IP address to bind.", AddressSyntax.Bind, "127.0.0.1");
    private readonly ValueOption<int> _port = new("--port", "The port. 0 takes a free port, which the readiness line shows.", NumberSyntax.Integer(0, 65_535), ListenerOptions.DefaultPort.ToString(CultureInfo.InvariantCulture));
    private readonly JournalOptionGroup _journal = new();
    private readonly SchemeOptionGroup _scheme = new(isRequired: false, verifies: true);
    private readonly Option<string> _rejectedLog = OptionFactory.Text("--rejected-log", "PATH", "The log of webhooks whose signature was rejected, with the verdict. Its size and rate are bounded. With --scheme, the default is webhook.rejected.log beside the journal.");
    private readonly Option<bool> _noRejectedLog = OptionFactory.Switch("--no-rejected-log", "Writes no log of rejected webhooks.");
    private readonly Option<bool> _diagnose = OptionFactory.Switch("--diagnose", "Diagnoses rejected signatures, a few per minute, and logs the cause and the fix on standard error. The sender never learns them.");
    private readonly SecretOptionGroup _token = new("token", "token", "that senders must present as 'Authorization: Bearer'", allowsMany: true);
    private readonly SecretOptionGroup _readToken = new("read-token", "token", "that grants access to the live page, the reports and the metrics, instead of the sender credentials", allowsMany: true);
    private readonly Option<string> _basic = OptionFactory.Text("--basic", "USER", "The user name that senders must present with basic authentication, with --password-env or --password-file.");
    private readonly SecretOptionGroup _password = new("password", "password", "of the user", allowsMany: false);
    private readonly Option<bool> _allowUnauthenticated = OptionFactory.Switch("--allow-unauthenticated", "Allows a listener without authentication on an address that is not loopback. It still rejects what the web page of another site sends.");
    private readonly ValueListOption<IPNetwork> _allowedNetworks = new("--allow-network", "A network that may send requests, such as 10.0.0.0/8. By default all may. Health probes are always allowed.", AddressSyntax.Network);
    private readonly ValueListOption<IPNetwork> _trustedProxies = new("--trusted-proxy", "A proxy, or a network of proxies, whose X-Forwarded-For header is trusted. By default none is. A request that comes from one without a valid header is a stranger's.", AddressSyntax.Network);
    private readonly TlsOptionGroup _tls = new();
    private readonly ForwardOptionGroup _forward = new();
    private readonly ValueListOption<KeyValuePair<string, string>> _routes = new("--route", "A path that replaces a protocol's default path, such as alertmanager=/am.", TextSyntax.Route);
    private readonly ValueListOption<string> _protocols = new("--protocol", "A protocol to accept, such as alertmanager, monasca or generic. By default all are accepted.", TextSyntax.Name);
    private readonly ValueListOption<string> _paths = new("--path", "An additional path that accepts any JSON, such as /hooks/ci.", TextSyntax.UriPath);
    private readonly ValueOption<long> _maximumBodySize = new("--maximum-body-size", "The maximum size of a body.", ByteSizeSyntax.Value, "1MiB");
    private readonly ValueOption<int> _maximumConnections = new("--maximum-connections", "The maximum number of concurrent connections. It is lower if the process may not open as many files (ulimit -n).", NumberSyntax.Integer(1, int.MaxValue), "1024");
    private readonly ValueOption<int> _maximumConnectionsPerAddress = new("--maximum-connections-per-address", "The maximum number of concurrent connections from one address. By default an eighth of all, but at least 8. It does not apply to trusted proxies.", NumberSyntax.Integer(1, int.MaxValue));
    private readonly ValueOption<TimeSpan> _deduplication = new("--deduplicate-sec", "The time within which an identical alert is a duplicate and not logged again. 0 turns deduplication off.", NumberSyntax.Seconds(0, 86_400), "60");
    private readonly ValueOption<int> _rateLimitPerAddress = new("--rate-limit-per-address", "The maximum number of requests per minute from one client, authorized or not. 0 means no limit.", NumberSyntax.Integer(0, int.MaxValue), "100");
    private readonly ValueOption<int> _rateLimitTotal = new("--rate-limit-total", "The maximum number of authorized requests per minute in total. Unauthorized ones have a limit of their own of the same size. 0 means no limit.", NumberSyntax.Integer(0, int.MaxValue), "1000");
    private readonly Option<bool> _noRateLimit = OptionFactory.Switch("--no-rate-limit", "Turns both rate limits off.");
    private readonly Option<bool> _rateLimitAlertmanager = OptionFactory.Switch("--rate-limit-alertmanager-with-429", "Responds to Alertmanager over a rate limit with 429, which it does not retry, instead of 503.");
    private readonly ValueOption<Uri> _baseUri = new("--base-uri", "The base address of report links. Its host name is accepted even without authentication. The default is the listener's own address.", AddressSyntax.Web);
    private readonly ValueOption<TimeSpan> _stopTimeout = new("--stop-timeout-sec", "The time that a stop waits for requests in progress, for forwarding and for --exec programs.", NumberSyntax.Seconds(0, 600), DefaultStopSeconds);

    public ListenerOptionGroup() => _maximumBodySize.Aliases.Add("--max-body-size");

    public void AddTo(Command command)
    {
        command.AddRange(_address, _port);
        _journal.AddTo(command);
        _scheme.AddTo(command);
        command.AddRange(_rejectedLog, _noRejectedLog, _diagnose);
        _token.AddTo(command);
        command.Options.Add(_basic);
        _password.AddTo(command);
        _readToken.AddTo(command);
        command.AddRange(_allowUnauthenticated, _allowedNetworks, _trustedProxies);
        _tls.AddTo(command);
        command.AddRange(_protocols, _routes, _paths, _maximumBodySize, _maximumConnections, _maximumConnectionsPerAddress, _deduplication, _rateLimitPerAddress, _rateLimitTotal, _noRateLimit, _rateLimitAlertmanager, _baseUri);
        _forward.AddTo(command);
        command.Options.Add(_stopTimeout);
    }

    public bool IsSecretUnused(ParseResult parse) => _scheme.IsSecretUnused(parse);

    public ListenerOptions Read(ParseResult parse)
    {
        var options = new ListenerOptions { Journal = _journal.Read(parse) };
        SignatureScheme? scheme = _scheme.ReadScheme(parse);
        IReadOnlyList<string> protocols = _protocols.Read(parse);
        bool hasLimits = !parse.GetValue(_noRateLimit);
        return options with
        {
            Address = _address.Read(parse, options.Address),
            Port = _port.Read(parse, options.Port),
            Tokens = _token.Read(parse),
            ReadTokens = _readToken.Read(parse),
            Scheme = scheme,
            Secrets = scheme is null ? [] : _scheme.ReadSecrets(parse),
            SignatureOptions = _scheme.ReadOptions(parse),
            RejectedLog = scheme is null ? null : ReadRejectedLog(parse, options.Journal.Path),
            DiagnoseRejections = parse.GetValue(_diagnose),
            BasicCredential = ReadCredential(parse),
            AllowUnauthenticated = parse.GetValue(_allowUnauthenticated),
            AllowedNetworks = _allowedNetworks.Read(parse),
            TrustedProxies = _trustedProxies.Read(parse),
            Tls = _tls.Read(parse),
            ForwardTo = _forward.Read(parse),
            Routes = ReadRoutes(parse),
            Protocols = protocols.Count > 0 ? protocols : options.Protocols,
            Paths = _paths.Read(parse),
            MaximumBodySize = _maximumBodySize.Read(parse, options.MaximumBodySize),
            MaximumConnections = _maximumConnections.Read(parse, options.MaximumConnections),
            MaximumConnectionsPerAddress = _maximumConnectionsPerAddress.TryRead(parse, out int perAddress) ? perAddress : null,
            DeduplicationWindow = _deduplication.Read(parse, options.DeduplicationWindow),
            RateLimitPerAddress = hasLimits ? _rateLimitPerAddress.Read(parse, options.RateLimitPerAddress) : 0,
            RateLimitTotal = hasLimits ? _rateLimitTotal.Read(parse, options.RateLimitTotal) : 0,
            RateLimitAlertmanagerWith429 = parse.GetValue(_rateLimitAlertmanager),
            StopTimeout = _stopTimeout.Read(parse, options.StopTimeout),
            BaseUri = _baseUri.TryRead(parse, out Uri? baseUri) ? baseUri : null,
        };
    }

    private Dictionary<string, IReadOnlyList<string>> ReadRoutes(ParseResult parse) => _routes.Read(parse)
        .GroupBy(route => route.Key, route => route.Value, StringComparer.OrdinalIgnoreCase)
        .ToDictionary(group => group.Key, IReadOnlyList<string> (group) => [.. group], StringComparer.OrdinalIgnoreCase);

    private RejectedLogOptions? ReadRejectedLog(ParseResult parse, string journalPath)
    {
        string? path = parse.GetValue(_rejectedLog);
        if (parse.GetValue(_noRejectedLog))
        {
            return path is null ? null : throw CommandLineErrors.OptionsExclude("--rejected-log", "--no-rejected-log");
        }

        return new RejectedLogOptions { Path = path ?? RejectedLogOptions.PathBeside(journalPath) };
    }

    private NetworkCredential? ReadCredential(ParseResult parse)
    {
        WebhookSecret? password = _password.ReadSingle(parse);
        return (parse.GetValue(_basic), password) switch
        {
            (null, null) => null,
            ({ } user, { } secret) => new NetworkCredential(user, secret.Reveal()),
            (null, _) => throw CommandLineErrors.OptionNeeds("--password-env", "--basic"),
            (_, null) => throw CommandLineErrors.OptionNeeds("--basic", "--password-env or --password-file"),
        };
    }
}
