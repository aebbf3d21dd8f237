using System.CommandLine;
using WebhookTools.Cli.Errors;
using WebhookTools.Cli.Syntax;
using WebhookTools.Core.Signatures;

namespace WebhookTools.Cli.Options;

/// <summary>How to sign: the scheme, its secrets, and what a caller may say about it beyond its name.</summary>
internal sealed class SchemeOptions
{
    private const string Names = "The signature scheme, in any case: GitHub, StandardWebhooks, Stripe, Slack, Hmac, …; 'webhooktools secret --list' lists them all.";

    private readonly Option<string> _scheme;
    private readonly Func<string, SignatureScheme> _get;
    private readonly SecretSource _secrets = new("secret", "secret", "of the signature", allowsMany: true, SecretVariable);
    private readonly Option<string> _headerName = OptionFactory.Text("--header-name", "NAME", "The header that carries the signature, for Hmac and the schemes whose header is configurable.");
    private readonly Option<string> _timestampHeaderName = OptionFactory.Text("--timestamp-header-name", "NAME", "The header that carries the timestamp, for Hmac and Grafana.");
    private readonly Option<string> _idHeaderName = OptionFactory.Text("--id-header-name", "NAME", "The header that carries the message id, for Hmac.");
    private readonly Option<string> _algorithm = OptionFactory.Text("--algorithm", "NAME", "SHA1, SHA256, SHA384 or SHA512, for Hmac and XplentyHook.");
    private readonly Option<string> _encoding = OptionFactory.Text("--encoding", "NAME", "Hex, Base64 or Base64Url, for Hmac.");
    private readonly Option<string> _prefix = OptionFactory.Text("--prefix", "TEXT", "What stands before the signature in its header, as 'sha256=', for Hmac.");
    private readonly Option<string> _template = OptionFactory.Text("--template", "TEXT", "The signed content of Hmac, over {id} {timestamp} {body} {url} {method}; '{body}' by default.");
    private readonly ValueOption<TimeSpan>? _tolerance;

    /// <summary>Creates the options.</summary>
    /// <param name="isRequired">Whether the verb is nothing without a scheme; one that verifies then recognises it.</param>
    /// <param name="verifies">Whether the verb looks at signatures, and so at their time.</param>
    public SchemeOptions(bool isRequired, bool verifies)
    {
        string auto = isRequired ? " By default Auto" : " Auto";
        _scheme = OptionFactory.Text("--scheme", "NAME", verifies ? $"{Names}{auto}: recognised by the headers, if it protects the body." : Names);
        _scheme.Required = isRequired && !verifies;
        _get = verifies ? SignatureSchemes.GetVerifier : SignatureSchemes.Get;
        _scheme.CompletionSources.Add(_ => (verifies ? SignatureSchemes.All.Prepend(SignatureSchemes.Auto) : SignatureSchemes.All).Select(scheme => scheme.Name));
        if (verifies)
        {
            _tolerance = new ValueOption<TimeSpan>(
                "--tolerance-sec",
                "How far the signed time may be from now: the window for replays. 0 does not look at the time. Without it the scheme's own window holds.",
                NumberSyntax.Seconds(0, TimeSpan.FromDays(36_500).TotalSeconds));
        }
    }

    /// <summary>The variable that holds the secret when no option names one.</summary>
    public const string SecretVariable = "WEBHOOKTOOLS_SECRET";

    /// <summary>Adds the options to a verb.</summary>
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

    /// <summary>The scheme; null where none is named.</summary>
    public SignatureScheme? ReadScheme(ParseResult parse)
    {
        if (parse.GetValue(_scheme) is { } name)
        {
            return _get(name);
        }

        return _secrets.IsGiven(parse) ? throw CommandLineErrors.SecretWithoutScheme() : null;
    }

    /// <summary>The scheme that a verb cannot do without; where none is named, Auto.</summary>
    public SignatureScheme ReadRequiredScheme(ParseResult parse) => parse.GetValue(_scheme) is { } name ? _get(name) : SignatureSchemes.Auto;

    /// <summary>Whether the variable of the secret is set while no scheme is named, so that nobody takes a listener for safer than it is.</summary>
    public bool IsSecretIdle(ParseResult parse) => parse.GetValue(_scheme) is null && _secrets.IsFallbackSet();

    /// <summary>The scheme's secrets.</summary>
    public IReadOnlyList<WebhookSecret> ReadSecrets(ParseResult parse) => _secrets.ReadRequired(parse);

    /// <summary>What is said about the scheme beyond its name.</summary>
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
