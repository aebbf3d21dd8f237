using System.CommandLine;
using WebhookTools.Cli.Errors;
using WebhookTools.Cli.Syntax;
using WebhookTools.Core.Signatures;

namespace WebhookTools.Cli.Options;

/// <summary>The signature scheme, its secrets and its settings.</summary>
internal sealed class SchemeOptionGroup
{
    private const string Names = "The signature scheme, for example GitHub, StandardWebhooks, Stripe, Slack or Hmac. Case is ignored. 'webhooktools secret --list' lists all schemes.";

    private readonly Option<string> _scheme;
    private readonly Func<string, SignatureScheme> _get;
    private readonly SecretOptionGroup _secrets = new("secret", "secret", "for the signature", allowsMany: true, SecretVariable);
    private readonly Option<string> _headerName = OptionFactory.Text("--header-name", "NAME", "The name of the signature header, for Hmac and schemes with a configurable header.");
    private readonly Option<string> _timestampHeaderName = OptionFactory.Text("--timestamp-header-name", "NAME", "The name of the timestamp header, for Hmac and Grafana.");
    private readonly Option<string> _idHeaderName = OptionFactory.Text("--id-header-name", "NAME", "The name of the message id header, for Hmac.");
    private readonly Option<string> _algorithm = OptionFactory.Text("--algorithm", "NAME", "SHA1, SHA256, SHA384 or SHA512, for Hmac and XplentyHook.");
    private readonly Option<string> _encoding = OptionFactory.Text("--encoding", "NAME", "Hex, Base64 or Base64Url, for Hmac.");
    private readonly Option<string> _prefix = OptionFactory.Text("--prefix", "TEXT", "The text before the signature in its header, such as 'sha256=', for Hmac.");
    private readonly Option<string> _template = OptionFactory.Text("--template", "TEXT", "The signed content of Hmac, with the placeholders {id}, {timestamp}, {body}, {url} and {method}. The default is '{body}'.");
    private readonly ValueOption<TimeSpan>? _tolerance;

    /// <param name="isRequired">Whether the command requires a scheme. A command that verifies falls back to Auto.</param>
    /// <param name="verifies">Whether the command verifies signatures, and so their timestamps.</param>
    public SchemeOptionGroup(bool isRequired, bool verifies)
    {
        string auto = isRequired ? " The default, Auto," : " Auto";
        _scheme = OptionFactory.Text("--scheme", "NAME", verifies ? $"{Names}{auto} recognizes the scheme by the headers, if it protects the body." : Names);
        _scheme.Required = isRequired && !verifies;
        _get = verifies ? SignatureSchemes.GetVerifier : SignatureSchemes.Get;
        _scheme.CompletionSources.Add(_ => (verifies ? SignatureSchemes.All.Prepend(SignatureSchemes.Auto) : SignatureSchemes.All).Select(scheme => scheme.Name));
        if (verifies)
        {
            _tolerance = new ValueOption<TimeSpan>(
                "--tolerance-sec",
                "The maximum difference between the signed time and the current time, as a protection against replay. 0 turns the check off. The default is the scheme's own tolerance.",
                NumberSyntax.Seconds(0, TimeSpan.FromDays(36_500).TotalSeconds));
        }
    }

    /// <summary>The environment variable with the secret, used if no option gives one.</summary>
    public const string SecretVariable = "WEBHOOKTOOLS_SECRET";

    public void AddTo(Command command)
    {
        command.Options.Add(_scheme);
        _secrets.AddTo(command);
        if (_tolerance is not null)
        {
            command.Options.Add(_tolerance);
        }

        command.AddRange(_headerName, _timestampHeaderName, _idHeaderName, _algorithm, _encoding, _prefix, _template);
    }

    /// <summary>Reads the scheme, or returns null if none is given.</summary>
    public SignatureScheme? ReadScheme(ParseResult parse)
    {
        if (parse.GetValue(_scheme) is { } name)
        {
            return _get(name);
        }

        return _secrets.IsGiven(parse) ? throw CommandLineErrors.SecretWithoutScheme() : null;
    }

    /// <summary>Reads the scheme, or returns Auto if none is given.</summary>
    public SignatureScheme ReadRequiredScheme(ParseResult parse) => parse.GetValue(_scheme) is { } name ? _get(name) : SignatureSchemes.Auto;

    /// <summary>Whether the environment holds a secret although no scheme is given. An operator may then believe that signatures are verified.</summary>
    public bool IsSecretUnused(ParseResult parse) => parse.GetValue(_scheme) is null && _secrets.IsFallbackSet();

    public IReadOnlyList<WebhookSecret> ReadSecrets(ParseResult parse) => _secrets.ReadRequired(parse);

    public SignatureOptions ReadOptions(ParseResult parse) => new()
    {
        Tolerance = _tolerance is not null && _tolerance.TryRead(parse, out TimeSpan tolerance) ? tolerance : null,
        HeaderName = parse.GetValue(_headerName),
        TimestampHeaderName = parse.GetValue(_timestampHeaderName),
        IdHeaderName = parse.GetValue(_idHeaderName),
        Algorithm = parse.GetValue(_algorithm),
        Encoding = parse.GetValue(_encoding),
        Prefix = parse.GetValue(_prefix),
        Template = parse.GetValue(_template),
    };
}
