using System.CommandLine;
using WebhookTools.Cli.Errors;
using WebhookTools.Cli.Json;
using WebhookTools.Cli.Options;
using WebhookTools.Cli.Syntax;
using WebhookTools.Cli.Terminal;
using WebhookTools.Core;
using WebhookTools.Core.Diagnosis;
using WebhookTools.Core.Diagnosis.Report;
using WebhookTools.Core.Payloads;

namespace WebhookTools.Cli.Commands;

/// <summary><c>webhooktools debug</c>: why a signature does not match, how to mend it, and the proof.</summary>
internal sealed class DebugCommand : VerificationCommand<SignatureDiagnosis>
{
    public const string VerbName = "debug";

    private readonly Option<string> _expectedBody = OptionFactory.Text("--expected-body", "PATH", "A file with the body as the sender has it, to see the very byte where both part.");
    private readonly ValueOption<TimeSpan> _time = new("--time-sec", "How long to look for a cause: by default 5, or 0.75 for a body of 256 KB or more. The common ones come first, and what was not tried is said.", NumberSyntax.Seconds(0.01, 3600));

    public DebugCommand(Shell shell)
        : base(shell, VerbName, "Finds out why a signature does not match: prints the cause, the fix and the proof, with the expected signature but never the secret. Ends with 0 where the signature is valid, with 1 where it is not.")
        => this.AddRange(_expectedBody, _time, Json);

    public override IReadOnlyList<string> Examples =>
    [
        "webhooktools debug --scheme GitHub --secret-env HOOK_SECRET --in-file payload.json --header 'X-Hub-Signature-256: sha256=…'",
        "webhooktools debug --request captured.http --secret-env HOOK_SECRET --expected-body sent.json",
    ];

    protected override SignatureDiagnosis Judge(ParseResult parse, CancellationToken cancellationToken)
    {
        var options = new DiagnosisOptions
        {
            Scheme = Scheme.ReadRequiredScheme(parse),
            SignatureOptions = Scheme.ReadOptions(parse),
            ExpectedBody = parse.GetValue(_expectedBody) is { } path ? WebhookBody.FromFile(path) : null,
        };
        if (_time.TryRead(parse, out TimeSpan time))
        {
            options = options with { TimeBudget = time };
        }

        using ReceivedWebhook webhook = Webhook.Read(parse, cancellationToken);
        SignatureDiagnosis diagnosis = SignatureDiagnoser.Diagnose(webhook.Request, webhook.Headers, Scheme.ReadSecrets(parse), options, webhook.Present);
        return diagnosis with { Notes = [.. webhook.Notes, .. diagnosis.Notes] };
    }

    protected override bool IsValid(SignatureDiagnosis judgement) => judgement.IsValid;

    protected override void WriteJson(SignatureDiagnosis judgement) => Shell.Output.WriteJsonLine(judgement, DiagnosisJson.Write);

    protected override void WriteText(SignatureDiagnosis judgement)
    {
        int width = StandardOutput.IsTerminal ? Math.Min(StandardOutput.Columns, DiagnosisReport.DefaultWidth) : DiagnosisReport.DefaultWidth;
        foreach (string line in DiagnosisReport.Create(judgement, width).TrimEnd('\n').Split('\n'))
        {
            Shell.Output.WriteLine(line);
        }
    }
}
