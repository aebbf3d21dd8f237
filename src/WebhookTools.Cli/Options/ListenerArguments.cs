using System.CommandLine;
using System.Globalization;
using System.Net;
using WebhookTools.Cli.Errors;
using WebhookTools.Cli.Syntax;
using WebhookTools.Core.Signatures;
using WebhookTools.Listener;

namespace WebhookTools.Cli.Options;

/// <summary>How a listener listens: where, to whom, and how much.</summary>
internal sealed class ListenerArguments
{
    // Within the ten seconds that container runtimes give before they kill.
    private const string DefaultStopSeconds = "8";

    private readonly ValueOption<IPAddress> _address = new("--address", "The address to bind.", AddressSyntax.Bind, "127.0.0.1");
    private readonly ValueOption<int> _port = new("--port", "The port; 0 takes a free one, which the readiness line names.", NumberSyntax.Integer(0, 65_535), ListenerOptions.DefaultPort.ToString(CultureInfo.InvariantCulture));
    private readonly JournalArguments _journal = new();
    private readonly SchemeOptions _scheme = new(isRequired: false, verifies: true);
    private readonly Option<string> _rejectedLog = OptionFactory.Text("--rejected-log", "PATH", "Where webhooks are kept whose signature was refused, with the verdict; bounded in size and rate. With --scheme by default beside the journal, as webhook.rejected.log.");
    private readonly Option<bool> _noRejectedLog = OptionFactory.Switch("--no-rejected-log", "Keeps no webhook whose signature was refused.");
    private readonly Option<bool> _diagnose = OptionFactory.Switch("--diagnose", "Looks for the cause of each refused signature, a few a minute, and logs it on standard error with what mends it; the sender is never told.");
    private readonly SecretSource _token = new("token", "token", "that callers must bring as 'Authorization: Bearer'", allowsMany: true);
    private readonly SecretSource _readToken = new("read-token", "token", "that lets people and Prometheus read the live page, reports and metrics, in place of what callers must bring", allowsMany: true);
    private readonly Option<string> _basic = OptionFactory.Text("--basic", "USER", "The user's name that callers must bring by basic authentication, with --password-env or --password-file.");
    private readonly SecretSource _password = new("password", "password", "of the user", allowsMany: false);
    private readonly Option<bool> _allowUnauthenticated = OptionFactory.Switch("--allow-unauthenticated", "Lets a listener without any authentication listen on an address that is not loopback.");
    private readonly ValueListOption<IPNetwork> _allowedNetworks = new("--allow-network", "A network that requests may come from, as 10.0.0.0/8; all by default. Probes of health may come from anywhere.", NetworkSyntax.Value);
    private readonly ValueListOption<IPNetwork> _trustedProxies = new("--trusted-proxy", "A proxy, or a network of proxies, whose X-Forwarded-For is believed; none by default.", NetworkSyntax.Value);
    private readonly TlsArguments _tls = new();
    private readonly ForwardArguments _forward = new();
    private readonly ValueListOption<KeyValuePair<string, string>> _routes = new("--route", "A path in place of a protocol's own, as alertmanager=/am.", RouteSyntax.Value);
    private readonly ValueListOption<string> _protocols = new("--protocol", "A protocol to take, as alertmanager, monasca or generic; all by default.", WordSyntax.AnyWord);
    private readonly ValueListOption<string> _paths = new("--path", "A further path that takes any JSON, as /hooks/ci.", WordSyntax.UriPath);
    private readonly ValueOption<long> _maximumBodySize = new("--maximum-body-size", "The largest body that is taken.", ByteSizeSyntax.Value, "1MiB");
    private readonly ValueOption<int> _maximumConnections = new("--maximum-connections", "The most connections at once.", NumberSyntax.Integer(1, int.MaxValue), "1024");
    private readonly ValueOption<TimeSpan> _deduplication = new("--deduplicate-sec", "The time within which the same alert is taken for a repeat and not logged again; 0 turns it off.", NumberSyntax.Seconds(0, 86_400), "60");
    private readonly ValueOption<int> _rateLimitPerAddress = new("--rate-limit-per-address", "Requests per minute of one client; 0: no limit.", NumberSyntax.Integer(0, int.MaxValue), "100");
    private readonly ValueOption<int> _rateLimitTotal = new("--rate-limit-total", "Requests per minute in all; 0: no limit.", NumberSyntax.Integer(0, int.MaxValue), "1000");
    private readonly Option<bool> _noRateLimit = OptionFactory.Switch("--no-rate-limit", "Sets no limit at all.");
    private readonly Option<bool> _rateLimitAlertmanager = OptionFactory.Switch("--rate-limit-alertmanager-with-429", "Answers Alertmanager, too, with 429 over a limit, which it does not try again, instead of 503.");
    private readonly ValueOption<Uri> _baseUri = new("--base-uri", "What the address of reports begins with; the listener's own by default.", AddressSyntax.Web);
    private readonly ValueOption<TimeSpan> _stopTimeout = new("--stop-timeout-sec", "How long requests in flight, what is to be forwarded, and commands of --exec may take to end when it is stopped.", NumberSyntax.Seconds(0, 600), DefaultStopSeconds);

    public ListenerArguments() => _maximumBodySize.Aliases.Add("--max-body-size");

    /// <summary>Adds the options to a verb.</summary>
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
        command.AddRange(_protocols, _routes, _paths, _maximumBodySize, _maximumConnections, _deduplication, _rateLimitPerAddress, _rateLimitTotal, _noRateLimit, _rateLimitAlertmanager, _baseUri);
        _forward.AddTo(command);
        command.Options.Add(_stopTimeout);
    }

    /// <summary>Whether a secret lies ready in the environment, but no scheme says to check signatures with it.</summary>
    public bool IsSecretIdle(ParseResult parse) => _scheme.IsSecretIdle(parse);

    /// <summary>Reads the options.</summary>
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
            DiagnoseRefusals = parse.GetValue(_diagnose),
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
