using System.Management.Automation;
using WebhookTools.Core.Capture;
using WebhookTools.Core.Diagnosis;
using WebhookTools.Core.Payloads;
using WebhookTools.Core.Signatures;
using WebhookTools.PowerShell.Errors;
using WebhookTools.PowerShell.Input;
using WebhookTools.PowerShell.Output;
using WebhookTools.PowerShell.Pipeline;

namespace WebhookTools.PowerShell.Commands;

/// <summary>Explains why a signature does not match: the cause, the fix and the proof.</summary>
[Cmdlet(VerbsDiagnostic.Debug, "WebhookSignature", DefaultParameterSetName = BodySet)]
[OutputType(typeof(DiagnosisInfo))]
public sealed class DebugWebhookSignatureCommand : ReceivedSignatureCommand
{
    private const string RequestSet = "Request";
    private const string RequestPathSet = "RequestPath";

    /// <summary>The received headers: a dictionary with string or string array values, or text in the form <c>Name: value</c>, one header per line.</summary>
    [Parameter]
    [ValidateNotNull]
    public object? Headers { get; set; }

    /// <summary>A captured request as text: a raw HTTP request, the output of curl -v or --trace, an HTTP archive or one of its entries, or a line of a listener's log.</summary>
    [Parameter(ParameterSetName = RequestSet, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string[] Request { get; set; } = [];

    /// <summary>The path of a file that contains a captured request.</summary>
    [Parameter(ParameterSetName = RequestPathSet, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string RequestPath { get; set; } = null!;

    /// <summary>The zero-based index of the request in a capture of several. The default is the only request, or the only one with a body.</summary>
    [Parameter(ParameterSetName = RequestSet)]
    [Parameter(ParameterSetName = RequestPathSet)]
    [ValidateRange(0, int.MaxValue)]
    public int? RequestIndex { get; set; }

    /// <summary>The sender's body: a string, bytes, or a file from Get-Item. The report shows the first byte that differs from the received body.</summary>
    [Parameter]
    [AllowEmptyString]
    [ValidateNotNull]
    public object? ExpectedBody { get; set; }

    /// <summary>The time limit of the search in seconds. Common causes are tried first, and the result lists what was not tried. The default is 5, or 0.75 for a body of 256 KiB or more.</summary>
    [Parameter]
    [ValidateRange(0.01, 3600.0)]
    public double? TimeBudgetSec { get; set; }

    /// <inheritdoc/>
    private protected override bool HasHeaders =>
        Headers is not null || ParameterSetName is RequestSet or RequestPathSet || MyInvocation.ExpectingInput || JournalObjectReader.IsRequest(Body);

    /// <inheritdoc/>
    protected override void OnProcess()
    {
        switch (ParameterSetName)
        {
            case RequestSet:
                ProcessCaptured(CapturedRequestParser.Parse(string.Join('\n', Request), RequestIndex), target: null);
                break;
            case RequestPathSet:
                ProcessCaptured(CapturedRequestParser.ParseFile(ResolvePath(RequestPath), RequestIndex), RequestPath);
                break;
            default:
                base.OnProcess();
                break;
        }
    }

    /// <summary>Alerts, and log lines read by ConvertFrom-Json, contain a request. Any other object is a body.</summary>
    private protected override bool TryProcessObject(object? value)
    {
        if (!JournalObjectReader.TryRead(value, out CapturedRequest? captured))
        {
            return false;
        }

        ProcessCaptured(captured, value);
        return true;
    }

    /// <inheritdoc/>
    private protected override void ProcessRequest(SignatureRequest request, object? target) => Diagnose(request, ReadHeaders(), []);

    /// <summary>Parameters take precedence over the captured request.</summary>
    private void ProcessCaptured(CapturedRequest captured, object? target)
    {
        SignatureHeaders headers = ReadHeaders();
        var given = new HashSet<string>(headers.Values.Keys, StringComparer.OrdinalIgnoreCase);
        foreach ((string name, string value) in captured.Headers)
        {
            if (!given.Contains(name))
            {
                headers.Add(name, value);
            }
        }

        if (captured.Body is not { } body)
        {
            WriteError(ErrorRecords.Create(CommandErrors.CapturedBodyMissing(string.Join(' ', captured.Notes)), target));
            return;
        }

        SignatureRequest request = CreateRequest(body);
        request = request with
        {
            Uri = request.Uri ?? captured.Uri,
            Method = IsGiven(nameof(Method)) ? request.Method : captured.Method,
            ContentType = request.ContentType ?? (captured.TryGetHeader("Content-Type", out string contentType) ? contentType : null),
        };
        Diagnose(request, headers, captured.Notes);
    }

    private void Diagnose(SignatureRequest request, SignatureHeaders headers, IReadOnlyList<string> notes)
    {
        var options = new DiagnosisOptions
        {
            Scheme = FoundScheme,
            SignatureOptions = ReceivedOptions,
            ExpectedBody = ExpectedBody is null ? null : new RawBodyReader().Add(ExpectedBody),
            TimeBudget = TimeBudgetSec is { } budget ? TimeSpan.FromSeconds(budget) : null,
        };
        SignatureDiagnosis diagnosis = SignatureDiagnoser.Diagnose(request, headers, FoundSecrets, options, TimeProvider.System);
        WriteObject(DiagnosisInfo.From(diagnosis with { Notes = [.. notes, .. diagnosis.Notes] }));
    }

    /// <inheritdoc/>
    private protected override SignatureHeaders ReadGivenHeaders() => ReceivedHeadersReader.Read(Headers);
}
