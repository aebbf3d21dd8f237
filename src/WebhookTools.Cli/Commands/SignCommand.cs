using System.CommandLine;
using WebhookTools.Cli.Json;
using WebhookTools.Cli.Options;
using WebhookTools.Core.Signatures;

namespace WebhookTools.Cli.Commands;

/// <summary><c>webhooktools sign</c>: the header lines that a request must carry.</summary>
internal sealed class SignCommand : CliCommand
{
    public const string VerbName = "sign";

    private readonly SchemeOptions _scheme = new(isRequired: true, verifies: false);
    private readonly BodySource _body;
    private readonly SignedRequestOptions _request = new("The time to sign; the present by default.");
    private readonly Option<bool> _json = OptionFactory.Switch("--json", "Prints one JSON object instead of header lines.");

    public SignCommand(Shell shell)
        : base(shell, VerbName, "Signs a body and prints the header lines that the request must carry.")
    {
        _body = new BodySource(shell);
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

    protected override Task<int> RunAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        SignatureScheme scheme = _scheme.ReadRequiredScheme(parse);
        IReadOnlyList<WebhookSecret> secrets = _scheme.ReadSecrets(parse);
        using RawBody body = _body.Read(parse, cancellationToken);
        SignatureResult signature = scheme.Sign(_request.Read(parse, body.Body), secrets, _scheme.ReadOptions(parse), Shell.Time, Shell.Random);
        if (parse.GetValue(_json))
        {
            Shell.Output.WriteJsonLine(signature, SignatureJson.Write);
        }
        else
        {
            foreach ((string name, string value) in signature.Headers)
            {
                Shell.Output.WriteLine($"{name}: {value}");
            }
        }

        return Task.FromResult(ExitCode.Done);
    }
}
