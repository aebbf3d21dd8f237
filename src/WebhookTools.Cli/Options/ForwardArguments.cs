using System.CommandLine;
using System.Globalization;
using WebhookTools.Cli.Errors;
using WebhookTools.Cli.Syntax;
using WebhookTools.Core.Sending;
using WebhookTools.Core.Signatures;
using WebhookTools.Listener;

namespace WebhookTools.Cli.Options;

/// <summary>Where a listener sends accepted webhooks on to, and how it signs them.</summary>
internal sealed class ForwardArguments
{
    private readonly ValueOption<Uri> _uri = new("--forward-to", "Sends every accepted webhook on to this address, behind its reply: body, content type and event headers as they came, with as many retries as --forward-maximum-retry-count says. What could not be forwarded is logged with its id in the journal, which has them all.", AddressSyntax.Web);
    private readonly Option<string> _scheme = OptionFactory.Text("--forward-scheme", "NAME", "The scheme that forwarded webhooks are signed with, with --forward-secret-env or --forward-secret-file.");
    private readonly SecretSource _secret = new("forward-secret", "secret", "of the forwarded signature", allowsMany: true);
    private readonly SecretSource _token = new("forward-token", "token", "for the receiver, as 'Authorization: Bearer'", allowsMany: false);
    private readonly ValueOption<int> _retries = new("--forward-maximum-retry-count", "How many attempts follow the first one of a forwarded webhook.", NumberSyntax.Integer(0, RetryOptions.MaximumRetryCountLimit), ForwardOptions.DefaultRetry.MaximumRetryCount.ToString(CultureInfo.InvariantCulture));
    private readonly ValueOption<int> _concurrency = new("--forward-concurrency", "How many webhooks are forwarded at once; 1 keeps their order.", NumberSyntax.Integer(1, ForwardOptions.MaximumConcurrency), "1");

    public ForwardArguments() => _scheme.CompletionSources.Add(_ => SignatureSchemes.All.Select(scheme => scheme.Name));

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command command)
    {
        command.AddRange(_uri, _scheme);
        _secret.AddTo(command);
        _token.AddTo(command);
        command.AddRange(_retries, _concurrency);
    }

    /// <summary>Reads the options; null where nothing is to be forwarded.</summary>
    public ForwardOptions? Read(ParseResult parse)
    {
        WebhookSecret? token = _token.ReadSingle(parse);
        SigningOptions? signing = ReadSigning(parse);
        if (!_uri.TryRead(parse, out Uri? uri))
        {
            return token is null && signing is null ? null : throw CommandLineErrors.OptionNeeds("A --forward-… option", "--forward-to");
        }

        return new ForwardOptions
        {
            Uri = uri,
            Signing = signing,
            Credential = token is null ? null : DeliveryCredential.Bearer(token),
            Retry = ForwardOptions.DefaultRetry with { MaximumRetryCount = _retries.Read(parse, ForwardOptions.DefaultRetry.MaximumRetryCount) },
            Concurrency = _concurrency.Read(parse, 1),
        };
    }

    private SigningOptions? ReadSigning(ParseResult parse)
    {
        if (parse.GetValue(_scheme) is { } name)
        {
            return new SigningOptions { Scheme = SignatureSchemes.Get(name), Secrets = _secret.ReadRequired(parse) };
        }

        return _secret.IsGiven(parse) ? throw CommandLineErrors.OptionNeeds("--forward-secret-env", "--forward-scheme") : null;
    }
}
