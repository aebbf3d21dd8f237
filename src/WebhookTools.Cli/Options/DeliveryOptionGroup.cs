using System.CommandLine;
using System.Globalization;
using System.Text.RegularExpressions;
using WebhookTools.Cli.Errors;
using WebhookTools.Cli.Syntax;
using WebhookTools.Core.Capture;
using WebhookTools.Core.Sending;
using WebhookTools.Core.Signatures;

namespace WebhookTools.Cli.Options;

/// <summary>The delivery of a webhook: its address, headers, credentials and retries.</summary>
internal sealed class DeliveryOptionGroup
{
    private const double Day = 86_400;

    private readonly Argument<string> _uri = new("URI") { Description = "The receiver's address, an http or https URI." };
    private readonly Option<string> _method = OptionFactory.Text("--method", "METHOD", "The HTTP method. The default is POST.");
    private readonly Option<string> _contentType = OptionFactory.Text("--content-type", "TYPE", "The body's content type. The default is application/json.");
    private readonly ValueListOption<KeyValuePair<string, string>> _headers = new("--header", "An additional header.", HeaderSyntax.Value);
    private readonly Option<string> _id = OptionFactory.Text("--id", "ID", "The message id, for schemes that sign one. By default it is generated. All attempts have the same id.");
    private readonly Option<string> _event = OptionFactory.Text("--event", "NAME", "The event name, for schemes that sign it.");
    private readonly SecretOptionGroup _token = new("token", "token", "to send as 'Authorization: Bearer'", allowsMany: false);
    private readonly Option<string> _basic = OptionFactory.Text("--basic", "USER", "The user name for basic authentication, with --password-env or --password-file.");
    private readonly SecretOptionGroup _password = new("password", "password", "of the user", allowsMany: false);
    private readonly ValueOption<int> _maximumRetryCount = new("--maximum-retry-count", "The number of retries after the first attempt.", NumberSyntax.Integer(0, 100), Text(RetryOptions.Default.MaximumRetryCount));
    private readonly ValueOption<TimeSpan> _retryInterval = new("--retry-interval-sec", "The base delay of the exponential, randomized backoff between attempts.", NumberSyntax.Seconds(0, Day), Text(RetryOptions.Default.BaseDelay));
    private readonly ValueOption<TimeSpan> _maximumRetryDelay = new("--maximum-retry-delay-sec", "The longest Retry-After delay that is honored.", NumberSyntax.Seconds(0, Day), Text(RetryOptions.Default.MaximumRetryDelay));
    private readonly ValueOption<TimeSpan> _timeout = new("--timeout-sec", "The timeout of one attempt.", NumberSyntax.Seconds(0.001, Day), "30");
    private readonly ValueOption<int> _maximumRedirection = new("--maximum-redirection", "The number of redirects with status 307 or 308 to follow. Redirects with 301, 302 and 303 are never followed.", NumberSyntax.Integer(0, 50), "0");
    private readonly ValueOption<Regex> _successBody = new("--success-body", "A response body that does not match is a failure, whatever the status.", TextSyntax.Pattern);
    private readonly ValueOption<Regex> _failOnBody = new("--fail-on-body", "A response body that matches is a failure, whatever the status.", TextSyntax.Pattern);
    private readonly ConnectionOptionGroup _connection = new();

    public DeliveryOptionGroup()
    {
        _uri.Validators.Add(result =>
        {
            if (AddressSyntax.Web.Check("URI", result.Tokens[0].Value) is { } error)
            {
                result.AddError(error);
            }
        });
    }

    public void AddAddressTo(Command command) => command.Arguments.Add(_uri);

    public void AddTo(Command command)
    {
        command.AddRange(_id, _event, _method, _contentType);
        command.Options.Add(_headers);
        _token.AddTo(command);
        command.Options.Add(_basic);
        _password.AddTo(command);
        command.AddRange(_maximumRetryCount, _retryInterval, _maximumRetryDelay, _timeout, _maximumRedirection, _successBody, _failOnBody);
        _connection.AddTo(command);
    }

    public DeliveryOptions Read(ParseResult parse, SchemeOptionGroup scheme)
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

    /// <summary>Adapts the options to resend a captured request. Options take precedence over the capture.</summary>
    public DeliveryOptions Read(ParseResult parse, DeliveryOptions options, CapturedRequest captured)
    {
        DeliveryOptions replay = Replay.Apply(captured, options, parse.GetValue(_method)?.ToUpperInvariant());
        return parse.GetValue(_contentType) is null
            ? replay
            : replay with { Headers = [.. replay.Headers.Where(static header => !header.Key.Equals("Content-Type", StringComparison.OrdinalIgnoreCase))] };
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Text(TimeSpan value) => value.TotalSeconds.ToString(CultureInfo.InvariantCulture);

    private static SigningOptions? ReadSigning(ParseResult parse, SchemeOptionGroup scheme) => scheme.ReadScheme(parse) is { } named
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
