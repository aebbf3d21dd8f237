using System.CommandLine;
using System.Globalization;
using WebhookTools.Cli.Errors;
using WebhookTools.Cli.Syntax;
using WebhookTools.Core.Sending;
using WebhookTools.Core.Signatures;
using WebhookTools.Listener;

namespace WebhookTools.Cli.Options;

/// <summary>The receiver that a listener forwards accepted webhooks to, and their signature.</summary>
internal sealed class ForwardOptionGroup
{
    private readonly ValueOption<Uri> _uri = new("--forward-to", "Forwards every accepted webhook to this address after its response is sent: with the same body, content type and event headers, and with up to --forward-maximum-retry-count retries. A webhook that could not be forwarded is logged with its journal id.", AddressSyntax.Web);
    private readonly Option<string> _scheme = OptionFactory.Text("--forward-scheme", "NAME", "The scheme that signs forwarded webhooks, with --forward-secret-env or --forward-secret-file.");
    private readonly SecretOptionGroup _secret = new("forward-secret", "secret", "of the forwarded signature", allowsMany: true);
    private readonly SecretOptionGroup _token = new("forward-token", "token", "to send to the receiver as 'Authorization: Bearer'", allowsMany: false);
    private readonly ValueOption<int> _retries = new("--forward-maximum-retry-count", "The number of retries of a forwarded webhook.", NumberSyntax.Integer(0, RetryOptions.MaximumRetryCountLimit), ForwardOptions.DefaultRetry.MaximumRetryCount.ToString(CultureInfo.InvariantCulture));
    private readonly ValueOption<int> _concurrency = new("--forward-concurrency", "The number of webhooks that are forwarded concurrently. 1 keeps their order.", NumberSyntax.Integer(1, ForwardOptions.MaximumConcurrency), "1");

    public ForwardOptionGroup() => _scheme.CompletionSources.Add(_ => SignatureSchemes.All.Select(scheme => scheme.Name));

    public void AddTo(Command command)
    {
        command.AddRange(_uri, _scheme);
        _secret.AddTo(command);
        _token.AddTo(command);
        command.AddRange(_retries, _concurrency);
    }

    /// <summary>Reads the options, or returns null if nothing is forwarded.</summary>
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
