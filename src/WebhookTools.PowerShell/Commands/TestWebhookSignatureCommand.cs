using System.Collections;
using System.Management.Automation;
using WebhookTools.Core.Signatures;
using WebhookTools.PowerShell.Errors;
using WebhookTools.PowerShell.Input;
using WebhookTools.PowerShell.Pipeline;

namespace WebhookTools.PowerShell.Commands;

/// <summary>Whether a signature matches a body, and is of its time.</summary>
[Cmdlet(VerbsDiagnostic.Test, "WebhookSignature", DefaultParameterSetName = BodySet)]
[OutputType(typeof(bool))]
public sealed class TestWebhookSignatureCommand : BodySigningCommand
{
    /// <summary>The received headers: a dictionary whose values are a string, or several. Those that the scheme does not know are passed over.</summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? Headers { get; set; }

    /// <summary>The value of the header that carries the signature, as it was received. What other headers carry comes with -Headers.</summary>
    [Parameter]
    [AllowEmptyString]
    public string? Signature { get; set; }

    /// <summary>Files that hold a public key, as PEM or as the scheme writes it, for the schemes that sign with a private one.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? PublicKeyPath { get; set; }

    /// <summary>How many seconds the signed time may be from now. 0: the time is not looked at. Default: the scheme's own window.</summary>
    [Parameter]
    [ValidateRange(0.0, 1e9)]
    public double? ToleranceSec { get; set; }

    /// <inheritdoc/>
    protected override void OnBegin()
    {
        base.OnBegin();
        if (Headers is null && Signature is null)
        {
            throw CommandErrors.HeadersRequired();
        }

        if (Signature is not null && ReferenceEquals(FoundScheme, SignatureSchemes.Auto))
        {
            throw CommandErrors.SignatureNeedsScheme();
        }
    }

    /// <inheritdoc/>
    private protected override SignatureScheme ReadScheme() => Scheme is null ? SignatureSchemes.Auto : SignatureSchemes.GetVerifier(Scheme);

    /// <inheritdoc/>
    private protected override IReadOnlyList<WebhookSecret> ReadSecrets() => RequireSecrets(PublicKeyPath);

    /// <inheritdoc/>
    private protected override void ProcessRequest(SignatureRequest request, object? target)
    {
        TimeSpan? tolerance = ToleranceSec is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
        SignatureVerification verification = FoundScheme.Verify(
            request,
            ReadHeaders(),
            FoundSecrets,
            CreateSignatureOptions(tolerance),
            TimeProvider.System);
        WriteVerbose($"{verification.Verdict}: {verification.Reason}");
        if (verification.Verdict is SignatureVerdict.HeaderMissing or SignatureVerdict.HeaderMalformed)
        {
            WriteError(ErrorRecords.Create(CommandErrors.SignatureNotReadable(verification.Verdict.ToString(), verification.Reason), target));
        }

        WriteObject(verification.IsValid);
    }

    private SignatureHeaders ReadHeaders()
    {
        SignatureHeaders headers = DictionaryReader.ReadSignatureHeaders(Headers);
        if (Signature is not null)
        {
            headers.Add(SignatureHeader ?? FoundScheme.HeaderNames[0], Signature);
        }

        return headers;
    }
}
