using System.CommandLine;
using WebhookTools.Cli.Errors;
using WebhookTools.Cli.Json;
using WebhookTools.Cli.Options;
using WebhookTools.Cli.Syntax;
using WebhookTools.Cli.Terminal;
using WebhookTools.Core;
using WebhookTools.Core.Signatures;

namespace WebhookTools.Cli.Verbs;

/// <summary><c>webhooktools verify</c>: whether a signature is valid, and if not, why.</summary>
internal sealed class VerifyVerb : Verb
{
    public const string VerbName = "verify";

    private readonly SchemeOptions _scheme = new(isRequired: true, verifies: true);
    private readonly ReceivedWebhookOptions _webhook;
    private readonly Option<bool> _json = PlainOption.Switch("--json", "Prints one JSON object.");

    public VerifyVerb(Shell shell)
        : base(shell, VerbName, "Looks at a signature: prints 'valid' and ends with 0, or the verdict and its reason and ends with 1. Ends with 2 where it could not look.")
    {
        _webhook = new ReceivedWebhookOptions(shell);
        _scheme.AddTo(this);
        _webhook.AddTo(this);
        Options.Add(_json);
    }

    public override IReadOnlyList<string> Examples =>
    [
        "webhooktools verify --scheme GitHub --secret-env HOOK_SECRET --in-file payload.json --header 'X-Hub-Signature-256: sha256=…'",
        "webhooktools verify --request captured.http --secret-env HOOK_SECRET --tolerance-sec 0",
        "webhooktools verify --scheme StandardWebhooks --secret-file hook.secret --headers-file headers.txt --tolerance-sec 0 < payload.json",
    ];

    protected override async Task<int> RunAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        SignatureVerification verification;
        try
        {
            verification = await VerifyAsync(parse, cancellationToken);
        }
        catch (WebhookException error)
        {
            // 1 is a verdict. That there could be none must not be taken for one.
            ErrorPrinter.Print(Shell.Error, error);
            return ExitCode.Usage;
        }

        if (parse.GetValue(_json))
        {
            Shell.Output.WriteJsonLine(verification, SignatureJson.Write);
        }
        else
        {
            string verdict = WordSyntax.Kebab(verification.Verdict.ToString());
            Shell.Output.WriteLine(verification.IsValid ? verdict : $"{verdict}: {TerminalText.Clean(verification.Reason)}");
        }

        return verification.IsValid ? ExitCode.Done : ExitCode.Failed;
    }

    private async Task<SignatureVerification> VerifyAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        SignatureScheme scheme = _scheme.ReadRequiredScheme(parse);
        IReadOnlyList<WebhookSecret> secrets = _scheme.ReadSecrets(parse);
        using ReceivedWebhook webhook = await _webhook.ReadAsync(parse, cancellationToken);
        return scheme.Verify(webhook.Request, webhook.Headers, secrets, _scheme.ReadOptions(parse), webhook.Present);
    }
}
