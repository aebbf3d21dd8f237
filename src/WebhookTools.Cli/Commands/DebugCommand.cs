using System.CommandLine;
using WebhookTools.Cli.Options;
using WebhookTools.Cli.Output;
using WebhookTools.Cli.Syntax;
using WebhookTools.Cli.Terminal;
using WebhookTools.Core.Diagnosis;
using WebhookTools.Core.Diagnosis.Report;
using WebhookTools.Core.Payloads;

namespace WebhookTools.Cli.Commands;

/// <summary><c>webhooktools debug</c>: why a signature does not match, how to fix it, and the proof.</summary>
internal sealed class DebugCommand : VerificationCommand<SignatureDiagnosis>
{
    private readonly Option<string> _expectedBody = OptionFactory.Text("--expected-body", "PATH", "A file with the body as the sender has it. The report shows the first byte that differs.");
    private readonly ValueOption<TimeSpan> _time = new("--time-sec", "The time limit of the search, in seconds. The default is 5, or 0.75 for a body of 256 KB or more. The most common causes are tried first, and the report says what was not tried.", NumberSyntax.Seconds(0.01, 3600));

    public DebugCommand(CommandContext context)
        : base(context, "debug", "Explains why a signature does not match: prints the cause, the fix and the proof, with the expected signature but never the secret. Exits with 0 if the signature is valid, and with 1 if it is not.")
        => this.AddRange(_expectedBody, _time, Json);

    public override IReadOnlyList<string> Examples =>
    [
        "webhooktools debug --scheme GitHub --secret-env HOOK_SECRET --in-file payload.json --header 'X-Hub-Signature-256: sha256=…'",
        "webhooktools debug --request captured.http --secret-env HOOK_SECRET --expected-body sent.json",
    ];

    protected override async Task<SignatureDiagnosis> VerifyAsync(ParseResult parse, CancellationToken cancellationToken)
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

        using ReceivedWebhook webhook = await Webhook.ReadAsync(parse, cancellationToken);
        SignatureDiagnosis diagnosis = SignatureDiagnoser.Diagnose(webhook.Request, webhook.Headers, Scheme.ReadSecrets(parse), options, webhook.Time);
        return diagnosis with { Notes = [.. webhook.Notes, .. diagnosis.Notes] };
    }

    protected override bool IsValid(SignatureDiagnosis result) => result.IsValid;

    protected override void WriteJson(SignatureDiagnosis result) => Context.Output.WriteJsonLine(result, DiagnosisJson.Write);

    protected override void WriteText(SignatureDiagnosis result)
    {
        int width = StandardOutput.IsTerminal ? Math.Min(StandardOutput.Columns, DiagnosisReport.DefaultWidth) : DiagnosisReport.DefaultWidth;
        foreach (string line in DiagnosisReport.Create(result, width).TrimEnd('\n').Split('\n'))
        {
            Context.Output.WriteLine(line);
        }
    }
}
