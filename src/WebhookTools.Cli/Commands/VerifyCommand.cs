using System.CommandLine;
using WebhookTools.Cli.Errors;
using WebhookTools.Cli.Json;
using WebhookTools.Cli.Options;
using WebhookTools.Cli.Syntax;
using WebhookTools.Cli.Terminal;
using WebhookTools.Core;
using WebhookTools.Core.Signatures;

namespace WebhookTools.Cli.Commands;

/// <summary><c>webhooktools verify</c>: whether a signature is valid, and if not, why.</summary>
internal sealed class VerifyCommand : VerificationCommand<SignatureVerification>
{
    public const string VerbName = "verify";

    public VerifyCommand(Shell shell)
        : base(shell, VerbName, "Looks at a signature: prints 'valid' and ends with 0, or the verdict and its reason and ends with 1. Ends with 2 where it could not look.")
        => Options.Add(Json);

    public override IReadOnlyList<string> Examples =>
    [
        "webhooktools verify --scheme GitHub --secret-env HOOK_SECRET --in-file payload.json --header 'X-Hub-Signature-256: sha256=…'",
        "webhooktools verify --request captured.http --secret-env HOOK_SECRET --tolerance-sec 0",
        "webhooktools verify --scheme StandardWebhooks --secret-file hook.secret --headers-file headers.txt --tolerance-sec 0 < payload.json",
    ];

    protected override SignatureVerification Judge(ParseResult parse, CancellationToken cancellationToken)
    {
        SignatureScheme scheme = Scheme.ReadRequiredScheme(parse);
        IReadOnlyList<WebhookSecret> secrets = Scheme.ReadSecrets(parse);
        using ReceivedWebhook webhook = Webhook.Read(parse, cancellationToken);
        return scheme.Verify(webhook.Request, webhook.Headers, secrets, Scheme.ReadOptions(parse), webhook.Present);
    }

    protected override bool IsValid(SignatureVerification judgement) => judgement.IsValid;

    protected override void WriteJson(SignatureVerification judgement) => Shell.Output.WriteJsonLine(judgement, SignatureJson.Write);

    protected override void WriteText(SignatureVerification judgement)
    {
        string verdict = WordSyntax.Kebab(judgement.Verdict.ToString());
        Shell.Output.WriteLine(judgement.IsValid ? verdict : $"{verdict}: {TerminalText.Clean(judgement.Reason)}");
    }
}
