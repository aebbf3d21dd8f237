using System.CommandLine;
using WebhookTools.Cli.Errors;
using WebhookTools.Cli.Json;
using WebhookTools.Cli.Options;
using WebhookTools.Cli.Syntax;
using WebhookTools.Cli.Terminal;
using WebhookTools.Core;
using WebhookTools.Core.Payloads;
using WebhookTools.Core.Signatures.Diagnosis;
using WebhookTools.Core.Signatures.Diagnosis.Report;

namespace WebhookTools.Cli.Verbs;

/// <summary><c>webhooktools debug</c>: why a signature does not match, how to mend it, and the proof.</summary>
internal sealed class DebugVerb : Verb
{
    public const string VerbName = "debug";

    private readonly SchemeOptions _scheme = new(isRequired: true, verifies: true);
    private readonly ReceivedWebhookOptions _webhook;
    private readonly Option<string> _expectedBody = PlainOption.Text("--expected-body", "PATH", "A file with the body as the sender has it, to see the very byte where both part.");
    private readonly ValueOption<TimeSpan> _time = new("--time-sec", "How long to look for a cause: by default 5, or 0.75 for a body of 256 KB or more. The common ones come first, and what was not tried is said.", NumberSyntax.Seconds(0.01, 3600));
    private readonly Option<bool> _json = PlainOption.Switch("--json", "Prints one JSON object.");

    public DebugVerb(Shell shell)
        : base(shell, VerbName, "Finds out why a signature does not match: prints the cause, the fix and the proof, with the expected signature but never the secret. Ends with 0 where the signature is valid, with 1 where it is not.")
    {
        _webhook = new ReceivedWebhookOptions(shell);
        _scheme.AddTo(this);
        _webhook.AddTo(this);
        this.AddRange(_expectedBody, _time, _json);
    }

    public override IReadOnlyList<string> Examples =>
    [
        "webhooktools debug --scheme GitHub --secret-env HOOK_SECRET --in-file payload.json --header 'X-Hub-Signature-256: sha256=…'",
        "webhooktools debug --request captured.http --secret-env HOOK_SECRET --expected-body sent.json",
    ];

    protected override async Task<int> RunAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        SignatureDiagnosis diagnosis;
        try
        {
            diagnosis = await DiagnoseAsync(parse, cancellationToken);
        }
        catch (WebhookException error)
        {
            // 1 is an answer. That there could be none must not be taken for one.
            ErrorPrinter.Print(Shell.Error, error);
            return ExitCode.Usage;
        }

        if (parse.GetValue(_json))
        {
            Shell.Output.WriteJsonLine(diagnosis, DiagnosisJson.Write);
        }
        else
        {
            int width = StandardOutput.IsTerminal ? Math.Min(StandardOutput.Columns, DiagnosisReport.DefaultWidth) : DiagnosisReport.DefaultWidth;
            foreach (string line in DiagnosisReport.Create(diagnosis, width).TrimEnd('\n').Split('\n'))
            {
                Shell.Output.WriteLine(line);
            }
        }

        return diagnosis.IsValid ? ExitCode.Done : ExitCode.Failed;
    }

    private async Task<SignatureDiagnosis> DiagnoseAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        var options = new DiagnosisOptions
        {
            Scheme = _scheme.ReadRequiredScheme(parse),
            SignatureOptions = _scheme.ReadOptions(parse),
            ExpectedBody = parse.GetValue(_expectedBody) is { } path ? WebhookBody.FromFile(path) : null,
        };
        if (_time.TryRead(parse, out TimeSpan time))
        {
            options = options with { TimeBudget = time };
        }

        using ReceivedWebhook webhook = await _webhook.ReadAsync(parse, cancellationToken);
        SignatureDiagnosis diagnosis = SignatureDiagnoser.Diagnose(webhook.Request, webhook.Headers, _scheme.ReadSecrets(parse), options, webhook.Present);
        return diagnosis with { Notes = [.. webhook.Notes, .. diagnosis.Notes] };
    }
}
