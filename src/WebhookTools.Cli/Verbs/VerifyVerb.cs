using System.CommandLine;
using WebhookTools.Cli.Errors;
using WebhookTools.Cli.Json;
using WebhookTools.Cli.Options;
using WebhookTools.Cli.Syntax;
using WebhookTools.Cli.Terminal;
using WebhookTools.Core;
using WebhookTools.Core.Capture;
using WebhookTools.Core.Payloads;
using WebhookTools.Core.Signatures;

namespace WebhookTools.Cli.Verbs;

/// <summary><c>webhooktools verify</c>: whether a signature is valid, and if not, why.</summary>
internal sealed class VerifyVerb : Verb
{
    public const string VerbName = "verify";

    private readonly SchemeOptions _scheme = new(isRequired: true, verifies: true);
    private readonly BodySource _body;
    private readonly HeaderOptions _headers = new("A header of the request as it was received.");
    private readonly Option<string> _headersFile = PlainOption.Text("--headers-file", "PATH", "A file with the request's headers, one 'Name: value' per line.");
    private readonly CaptureOptions _capture;
    private readonly SignedRequestOptions _request = new("The time to take for the present, to look at a request that was kept; the clock's by default.");
    private readonly Option<bool> _json = PlainOption.Switch("--json", "Prints one JSON object.");

    public VerifyVerb(Shell shell)
        : base(shell, VerbName, "Looks at a signature: prints 'valid' and ends with 0, or the verdict and its reason and ends with 1. Ends with 2 where it could not look.")
    {
        _body = new BodySource(shell);
        _capture = new CaptureOptions(shell);
        _scheme.AddTo(this);
        _headers.AddTo(this);
        Options.Add(_headersFile);
        _body.AddTo(this);
        _capture.AddTo(this);
        _request.AddTo(this);
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
        SignatureHeaders headers = ReadHeaders(parse);
        TimeProvider time = _request.ReadTimestamp(parse) is { } present ? new FixedTimeProvider(present) : Shell.Time;
        CapturedRequest? captured = await _capture.ReadAsync(parse, cancellationToken);
        if (captured is { Body: { } capturedBody } && !_body.IsGiven(parse))
        {
            return Verify(capturedBody);
        }

        using RawBody body = await _body.ReadAsync(parse, cancellationToken);
        return Verify(body.Body);

        SignatureVerification Verify(WebhookBody received)
        {
            SignatureRequest request = _request.Read(parse, received);
            if (captured is not null)
            {
                Complete(headers, captured);
                request = _request.Complete(parse, request, captured);
            }

            return scheme.Verify(request, headers, secrets, _scheme.ReadOptions(parse), time);
        }
    }

    /// <summary>Adds the captured headers; one that was given stands for the captured one.</summary>
    private static void Complete(SignatureHeaders headers, CapturedRequest captured)
    {
        var given = new HashSet<string>(headers.Values.Keys, StringComparer.OrdinalIgnoreCase);
        foreach ((string name, string value) in captured.Headers)
        {
            if (!given.Contains(name))
            {
                headers.Add(name, value);
            }
        }
    }

    private SignatureHeaders ReadHeaders(ParseResult parse)
    {
        var headers = new SignatureHeaders();
        foreach ((string name, string value) in _headers.Read(parse))
        {
            headers.Add(name, value);
        }

        if (parse.GetValue(_headersFile) is { } path)
        {
            foreach ((string name, string value) in HeaderFile.Read(path))
            {
                headers.Add(name, value);
            }
        }

        return headers;
    }
}
