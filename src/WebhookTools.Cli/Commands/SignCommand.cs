using System.CommandLine;
using WebhookTools.Cli.Errors;
using WebhookTools.Cli.Options;
using WebhookTools.Cli.Output;
using WebhookTools.Cli.Terminal;
using WebhookTools.Core.Signatures;

namespace WebhookTools.Cli.Commands;

/// <summary><c>webhooktools sign</c>: prints the header lines of a signed request.</summary>
internal sealed class SignCommand : CliCommand
{
    private readonly SchemeOptionGroup _scheme = new(isRequired: true, verifies: false);
    private readonly BodyOptionGroup _body;
    private readonly SignedRequestOptionGroup _request = new("The time to sign. The default is the current time.");
    private readonly Option<bool> _json = OptionFactory.Switch("--json", "Prints one JSON object instead of header lines.");

    public SignCommand(CommandContext context)
        : base(context, "sign", "Signs a body and prints the header lines to send with it.")
    {
        _body = new BodyOptionGroup(context);
        _scheme.AddTo(this);
        _body.AddTo(this);
        _request.AddTo(this);
        Options.Add(_json);
    }

    public override IReadOnlyList<string> Examples =>
    [
        "webhooktools sign --scheme GitHub --secret-env HOOK_SECRET --in-file payload.json",
        """curl -H "$(printf %s "$body" | webhooktools sign --scheme GitHub --secret-env HOOK_SECRET)" --data-raw "$body" https://example.com/hook""",
    ];

    protected override async Task<int> RunAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        SignatureScheme scheme = _scheme.ReadRequiredScheme(parse);
        IReadOnlyList<WebhookSecret> secrets = _scheme.ReadSecrets(parse);
        using RawBody body = await _body.ReadAsync(parse, cancellationToken);
        SignatureResult signature = scheme.Sign(_request.Read(parse, body.Body), secrets, _scheme.ReadOptions(parse), Context.Time, Context.Random);
        if (parse.GetValue(_json))
        {
            Context.Output.WriteJsonLine(signature, SignatureJson.Write);
        }
        else
        {
            foreach ((string name, string value) in signature.Headers)
            {
                Context.Output.WriteLine($"{name}: {value}");
            }
        }

        return ExitCode.Done;
    }
}
