using System.CommandLine;
using WebhookTools.Cli.Options;
using WebhookTools.Cli.Output;
using WebhookTools.Cli.Syntax;
using WebhookTools.Cli.Terminal;
using WebhookTools.Core;
using WebhookTools.Core.Signatures;

namespace WebhookTools.Cli.Commands;

/// <summary><c>webhooktools verify</c>: whether a signature is valid, and if not, why.</summary>
internal sealed class VerifyCommand : VerificationCommand<SignatureVerification>
{
    public VerifyCommand(CommandContext context)
        : base(context, "verify", "Verifies a signature: prints 'valid' and exits with 0, or prints the verdict with its reason and exits with 1. Exits with 2 if the signature could not be verified.")
        => Options.Add(Json);

    public override IReadOnlyList<string> Examples =>
    [
        "webhooktools verify --scheme GitHub --secret-env HOOK_SECRET --in-file payload.json --header 'X-Hub-Signature-256: sha256=…'",
        "webhooktools verify --request captured.http --secret-env HOOK_SECRET --tolerance-sec 0",
        "webhooktools verify --scheme StandardWebhooks --secret-file hook.secret --headers-file headers.txt --tolerance-sec 0 < payload.json",
    ];

    protected override async Task<SignatureVerification> VerifyAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        SignatureScheme scheme = Scheme.ReadRequiredScheme(parse);
        IReadOnlyList<WebhookSecret> secrets = Scheme.ReadSecrets(parse);
        using ReceivedWebhook webhook = await Webhook.ReadAsync(parse, cancellationToken);
        return scheme.Verify(webhook.Request, webhook.Headers, secrets, Scheme.ReadOptions(parse), webhook.Time);
    }

    protected override bool IsValid(SignatureVerification result) => result.IsValid;

    protected override void WriteJson(SignatureVerification result) => Context.Output.WriteJsonLine(result, SignatureJson.Write);

    protected override void WriteText(SignatureVerification result)
    {
        string verdict = TextSyntax.Kebab(result.Verdict.ToString());
        Context.Output.WriteLine(result.IsValid ? verdict : $"{verdict}: {DisplayText.Escape(result.Reason)}");
    }
}
