using System.CommandLine;
using System.Globalization;
using System.Text.RegularExpressions;
using WebhookTools.Cli.Errors;
using WebhookTools.Cli.Syntax;
using WebhookTools.Core.Capture;
using WebhookTools.Core.Sending;
using WebhookTools.Core.Signatures;

namespace WebhookTools.Cli.Options;

/// <summary>How a webhook is delivered: where to, with which headers and credentials, how often to try.</summary>
internal sealed class DeliveryArguments
{
    private const double Day = 86_400;

    private readonly Argument<string> _uri = new("URI") { Description = "The receiver's address, with http or https." };
    private readonly Option<string> _method = OptionFactory.Text("--method", "METHOD", "The HTTP method; POST by default.");
    private readonly Option<string> _contentType = OptionFactory.Text("--content-type", "TYPE", "The body's content type; application/json by default.");
    private readonly HeaderOptions _headers = new("A further header.");
    private readonly Option<string> _id = OptionFactory.Text("--id", "ID", "The message id, for the schemes that sign one; made by default, and the same over all attempts.");
    private readonly Option<string> _event = OptionFactory.Text("--event", "NAME", "The event's name, for the scheme that signs it.");
    private readonly SecretSource _token = new("token", "token", "for 'Authorization: Bearer'", allowsMany: false);
    private readonly Option<string> _basic = OptionFactory.Text("--basic", "USER", "The user's name for basic authentication, with --password-env or --password-file.");
    private readonly SecretSource _password = new("password", "password", "of the user", allowsMany: false);
    private readonly ValueOption<int> _maximumRetryCount = new("--maximum-retry-count", "How many attempts follow the first one.", NumberSyntax.Integer(0, 100), Text(RetryOptions.Default.MaximumRetryCount));
    private readonly ValueOption<TimeSpan> _retryInterval = new("--retry-interval-sec", "The base of the growing, random wait between attempts.", NumberSyntax.Seconds(0, Day), Text(RetryOptions.Default.BaseDelay));
    private readonly ValueOption<TimeSpan> _maximumRetryDelay = new("--maximum-retry-delay-sec", "The longest wait that a receiver may ask for by Retry-After.", NumberSyntax.Seconds(0, Day), Text(RetryOptions.Default.MaximumRetryDelay));
    private readonly ValueOption<TimeSpan> _timeout = new("--timeout-sec", "The time for one attempt.", NumberSyntax.Seconds(0.001, Day), "30");
    private readonly ValueOption<int> _maximumRedirection = new("--maximum-redirection", "How many redirects of status 307 and 308 are followed; 301, 302 and 303 never are.", NumberSyntax.Integer(0, 50), "0");
    private readonly ValueOption<Regex> _successBody = new("--success-body", "A reply that does not match it is a failure, whatever its status.", WordSyntax.Pattern);
    private readonly ValueOption<Regex> _failOnBody = new("--fail-on-body", "A reply that matches it is a failure, whatever its status.", WordSyntax.Pattern);
    private readonly ConnectionArguments _connection = new();

    public DeliveryArguments()
    {
        _uri.Validators.Add(result =>
        {
            if (AddressSyntax.Web.Check("URI", result.Tokens[0].Value) is { } error)
            {
                result.AddError(error);
            }
        });
    }

    /// <summary>Adds the receiver's address to a verb.</summary>
    public void AddAddressTo(Command command) => command.Arguments.Add(_uri);

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command command)
    {
        command.AddRange(_id, _event, _method, _contentType);
        _headers.AddTo(command);
        _token.AddTo(command);
        command.Options.Add(_basic);
        _password.AddTo(command);
        command.AddRange(_maximumRetryCount, _retryInterval, _maximumRetryDelay, _timeout, _maximumRedirection, _successBody, _failOnBody);
        _connection.AddTo(command);
    }

    /// <summary>Reads the options; the scheme is the verb's.</summary>
    public DeliveryOptions Read(ParseResult parse, SchemeOptions scheme)
    {
        var options = new DeliveryOptions
        {
            Uri = new Uri(parse.GetRequiredValue(_uri), UriKind.Absolute),
            Headers = _headers.Read(parse),
            Credential = ReadCredential(parse),
            Signing = ReadSigning(parse, scheme),
            Connection = _connection.Read(parse),
            Retry = RetryOptions.Default with
            {
                MaximumRetryCount = _maximumRetryCount.Read(parse, RetryOptions.Default.MaximumRetryCount),
                BaseDelay = _retryInterval.Read(parse, RetryOptions.Default.BaseDelay),
                MaximumRetryDelay = _maximumRetryDelay.Read(parse, RetryOptions.Default.MaximumRetryDelay),
            },
            MaximumRedirection = _maximumRedirection.Read(parse, otherwise: 0),
            SuccessBody = _successBody.TryRead(parse, out Regex? success) ? success : null,
            FailOnBody = _failOnBody.TryRead(parse, out Regex? fail) ? fail : null,
            Id = parse.GetValue(_id),
            Event = parse.GetValue(_event),
        };
        return options with
        {
            Method = parse.GetValue(_method)?.ToUpperInvariant() ?? options.Method,
            ContentType = parse.GetValue(_contentType) ?? options.ContentType,
            Timeout = _timeout.Read(parse, options.Timeout),
        };
    }

    /// <summary>The same options to send a captured request again: what is said here goes before what was captured.</summary>
    public DeliveryOptions Read(ParseResult parse, DeliveryOptions options, CapturedRequest captured)
    {
        DeliveryOptions replay = Replay.Apply(captured, options, parse.GetValue(_method)?.ToUpperInvariant());
        return parse.GetValue(_contentType) is null
            ? replay
            : replay with { Headers = [.. replay.Headers.Where(static header => !header.Key.Equals("Content-Type", StringComparison.OrdinalIgnoreCase))] };
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Text(TimeSpan value) => value.TotalSeconds.ToString(CultureInfo.InvariantCulture);

    private static SigningOptions? ReadSigning(ParseResult parse, SchemeOptions scheme) => scheme.ReadScheme(parse) is { } named
        ? new SigningOptions { Scheme = named, Secrets = scheme.ReadSecrets(parse), Options = scheme.ReadOptions(parse) }
        : null;

    private DeliveryCredential? ReadCredential(ParseResult parse)
    {
        WebhookSecret? token = _token.ReadSingle(parse);
        WebhookSecret? password = _password.ReadSingle(parse);
        string? user = parse.GetValue(_basic);
        if (user is null)
        {
            return password is null ? token is null ? null : DeliveryCredential.Bearer(token) : throw CommandLineErrors.OptionNeeds("--password-env", "--basic");
        }

        if (token is not null)
        {
            throw CommandLineErrors.OptionsExclude("--basic", "--token-env");
        }

        return DeliveryCredential.Basic(user, password ?? throw CommandLineErrors.OptionNeeds("--basic", "--password-env or --password-file"));
    }
}
